import { IsInt, Max, Min, IsOptional } from 'class-validator';
import { KnownNamesOnly } from './known-names';
import { FromDigits, IsId } from './validation.pipe';

const PAGING = { message: '分页参数必须是正整数' };

/** `?page=&size=` of every paged list. */
export class PageQuery {
  /** 页码，从1起 Counted from 1. */
  @IsOptional()
  @FromDigits()
  @IsInt(PAGING)
  @Min(1, PAGING)
  @Max(1_000_000, PAGING)
  page: number = 1;

  /** 每页行数 Rows of a page, 100 at most. */
  @IsOptional()
  @FromDigits()
  @IsInt(PAGING)
  @Min(1, PAGING)
  @Max(100, PAGING)
  size: number = 15;

  get skip(): number {
    return (this.page - 1) * this.size;
  }
}

/** `?before=&size=` of a list that grows while it is read, newest first. */
@KnownNamesOnly()
export class CursorQuery {
  /** 上一页的next The `next` of the page before; left out, the newest. */
  @IsOptional()
  @IsId()
  before?: number;

  /** 每页行数 Rows of a page, 100 at most. */
  @IsOptional()
  @FromDigits()
  @IsInt(PAGING)
  @Min(1, PAGING)
  @Max(100, PAGING)
  size: number = 15;
}

/** What `before` is for the next page; null where there is none. */
export function nextCursor(rows: readonly { id: number }[], { size }: CursorQuery): number | null {
  return rows.length < size ? null : (rows.at(-1)?.id ?? null);
}
