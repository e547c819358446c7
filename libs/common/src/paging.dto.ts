import { IsInt, Max, Min, IsOptional } from 'class-validator';
import { FromDigits } from './validation.pipe';

const PAGING = { message: '分页参数必须是正整数' };

/** `?page=&size=` of every paged list. */
export class PageQuery {
  /** Counted from 1. */
  @IsOptional()
  @FromDigits()
  @IsInt(PAGING)
  @Min(1, PAGING)
  @Max(1_000_000, PAGING)
  page: number = 1;

  /** Rows of a page, 100 at most. */
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
