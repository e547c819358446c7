import { idOf, isLonger, spoiltCode, type Columns, type RowFault, type TableRow } from '@app/common';
import { MAX_CHANGE, MAX_STOCKED, type ChangeKind, type StockChange } from './stock-change';

export const STOCK_COLUMNS = {
  sku_id: '规格ID',
  code: '编码',
  name: '商品名称',
  spec: '规格',
  stock: '可售',
  reserved: '占用',
  sold: '已售',
  kind: '类型',
  change: '变动数量',
  ref: '单号',
  reason: '原因',
} satisfies Columns<string>;

export type StockColumn = keyof typeof STOCK_COLUMNS;

export interface KnownStock {
  id: number;
  code: string | null;
  stock: number;
  stocked: number;
}

/** A paper that has moved a sku already. */
export interface KnownRef {
  skuId: number;
  ref: string;
  kind: string;
  count: number;
}

export interface StockPlan {
  changes: StockChange[];
  /** Rows whose paper has been booked before. */
  repeated: number;
  faults: RowFault[];
}

const KINDS: Partial<Record<string, ChangeKind>> = { IN: 'IN', 入库: 'IN', ADJUST: 'ADJUST', 调整: 'ADJUST' };

/** Which of the rows move goods: those without a number do not, those whose paper is booked have done so. */
export function planStock(
  rows: readonly TableRow<StockColumn>[],
  known: { skus: KnownStock[]; refs: KnownRef[] },
): StockPlan {
  const shelf = {
    byId: new Map(known.skus.map((sku) => [sku.id, sku])),
    byCode: new Map(known.skus.map((sku) => [sku.code, sku])),
    refs: new Map(known.refs.map((ref) => [keyOf(ref), ref])),
  };
  const plan: StockPlan = { changes: [], repeated: 0, faults: [] };
  const seen = new Map<string, number>();
  const left = new Map(known.skus.map((sku) => [sku.id, { ...sku }]));

  for (const { line, cells } of rows.filter(({ cells: { change } }) => change)) {
    const read = changeOf(cells, shelf);
    const fault =
      typeof read === 'string'
        ? read
        : faultOfPaper(read, shelf.refs.get(keyOf(read)), seen.get(keyOf(read)));
    if (typeof read === 'string' || fault) {
      plan.faults.push({ line, reason: fault! });
      continue;
    }
    seen.set(keyOf(read), line);
    if (shelf.refs.has(keyOf(read))) plan.repeated += 1;
    else if (move(left.get(read.skuId)!, read.count)) plan.changes.push(read);
    else plan.faults.push({ line, reason: read.count < 0 ? '可售库存不足' : '库存超出上限' });
  }
  return plan;
}

interface Shelf {
  byId: Map<number, KnownStock>;
  byCode: Map<string | null, KnownStock>;
}

type Booked = StockChange & { ref: string };

function keyOf({ skuId, ref }: { skuId: number; ref: string }): string {
  return `${skuId} ${ref}`;
}

/** What a row books, or why it cannot. */
function changeOf(cells: TableRow<StockColumn>['cells'], { byId, byCode }: Shelf): Booked | string {
  const { sku_id, code, kind, change = '', ref = '', reason = '' } = cells;
  const spoilt = spoiltCode(code, STOCK_COLUMNS.code) ?? spoiltCode(ref, STOCK_COLUMNS.ref);
  if (spoilt) return spoilt;
  if (!sku_id && !code) return '规格ID和编码至少填一个';
  const sku = sku_id ? byId.get(idOf(sku_id) ?? 0) : byCode.get(code!);
  if (!sku) return sku_id ? '规格ID不存在' : '编码不存在';
  if (code && sku.code !== code) return '编码与规格ID不符';
  const count = /^[+-]?\d{1,7}$/.test(change) ? Number(change) : 0;
  if (count === 0 || Math.abs(count) > MAX_CHANGE) return `变动数量必须是不为0的整数，最多${MAX_CHANGE}`;
  const said = kind ? KINDS[kind.toUpperCase()] : count > 0 ? 'IN' : 'ADJUST';
  if (!said) return '类型只能填入库或调整';
  if (said === 'IN' && count < 0) return '入库数量必须大于0';
  if (ref === '') return '单号不能为空';
  if (isLonger(ref, 64)) return '单号不能超过64个字';
  if (isLonger(reason, 100)) return '原因不能超过100个字';
  return { skuId: sku.id, kind: said, count, ref, reason: reason || undefined };
}

/** One paper moves a sku once; the same again is no fault, another number under it is. */
function faultOfPaper(
  change: Booked,
  booked: KnownRef | undefined,
  line: number | undefined,
): string | undefined {
  if (line !== undefined) return `与第${line}行的规格和单号相同`;
  if (!booked || (booked.kind === change.kind && booked.count === change.count)) return undefined;
  return `单号已入账，数量是${booked.count}`;
}

/** On paper, so that the row that is too much is named. */
function move(sku: KnownStock, count: number): boolean {
  if (sku.stock + count < 0 || sku.stocked + count > MAX_STOCKED) return false;
  sku.stock += count;
  sku.stocked += count;
  return true;
}
