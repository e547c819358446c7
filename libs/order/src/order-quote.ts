import type { Offer } from '@app/catalog';
import { DomainError, MAX_ORDER_FEN } from '@app/common';
import { freightOf, type FreightRule } from './freight';
import type { CustomerOrder } from './order.entity';

/** What a shopper wants; without a skuId the product's default sku is meant. */
export interface WantedLine {
  productId: number;
  skuId?: number;
  count: number;
}

export interface QuotedLine extends Omit<Offer, 'stock' | 'onSale' | 'isMeant'> {
  count: number;
  totalFen: number;
  haveStock: boolean;
}

/** 核价: the lines in the shopper's order, priced, and whether every one can be had. */
export interface Quote {
  pass: boolean;
  lines: QuotedLine[];
  goodsFen: number;
  totalCount: number;
}

/** The sums of a larger order that is short could not be told exactly. */
const MAX_SHORT_FEN = 1_000_000_000_000_000;

/** Prices what is wanted against what is offered; the same function answers every check of stock. */
export function quote(wanted: readonly WantedLine[], offers: readonly Offer[]): Quote {
  const lines = merge(wanted.map((line) => match(line, offers)));
  const goodsFen = sum(lines.map((line) => line.totalFen));
  return { pass: lines.every((line) => line.haveStock), lines, goodsFen, totalCount: countOf(lines) };
}

/**
 * Refuses what is too much for one order. What is short passes, however much it is: existing clients show
 * `pass: false`, and are silent on a parameter error.
 */
export function bounded(quoted: Quote, maxCount: number): Quote {
  refuseTooDear(quoted, quoted.goodsFen);
  if (quoted.pass && quoted.lines.some((line) => line.count > maxCount))
    throw DomainError.field('products', `每种商品最多购买${maxCount}件`);
  return quoted;
}

/** 运费: what it costs to send all of it to a province; refuses where nothing is sent to, and what is no province. */
export function freightFor(quoted: Quote, rule: FreightRule, province: string): number {
  const fen = freightOf(rule, quoted.goodsFen, province);
  if (fen === 'unknown')
    throw new DomainError('provinceUnknown', { msg: `无法识别省份“${province}”，请修改收货地址` });
  if (fen === 'refused') throw new DomainError('provinceNotServed', { msg: `暂不发货到${province}` });
  refuseTooDear(quoted, quoted.goodsFen + fen);
  return fen;
}

function refuseTooDear({ pass }: Quote, fen: number): void {
  if (fen > (pass ? MAX_ORDER_FEN : MAX_SHORT_FEN)) throw DomainError.field('products', '订单金额过大');
}

/** The same quote over other counters: those of rows that are locked now. */
export function requote(quoted: Quote, stockOf: (skuId: number) => number): Quote {
  const lines = quoted.lines.map((line) => ({ ...line, haveStock: stockOf(line.skuId) >= line.count }));
  return { ...quoted, lines, pass: lines.every((line) => line.haveStock) };
}

/** What was sold, as a quote over its own snapshots. */
export function quoteOf(order: CustomerOrder): Quote {
  const lines = order.lines.map((line) => ({
    ...line,
    totalFen: line.priceFen * line.count,
    haveStock: true,
  }));
  return { pass: true, lines, goodsFen: order.goodsFen, totalCount: order.totalCount };
}

function match({ productId, skuId, count }: WantedLine, offers: readonly Offer[]): Offer & { count: number } {
  const named = offers.filter(
    (one) => one.productId === productId && (skuId === undefined || one.skuId === skuId),
  );
  if (!named[0]?.onSale)
    throw new DomainError('orderProductNotFound', { msg: `id为${productId}的商品不存在，订单创建失败` });
  const offer = skuId === undefined ? named.find((one) => one.isMeant) : named[0];
  if (!offer) throw DomainError.field('products', `id为${productId}的商品有多个规格，请选择sku_id`);
  return { ...offer, count };
}

/** One line a sku: the same product twice must not pass the check line by line. */
function merge(matched: (Offer & { count: number })[]): QuotedLine[] {
  const bySku = new Map<number, Offer & { count: number }>();
  for (const line of matched) {
    const count = line.count + (bySku.get(line.skuId)?.count ?? 0);
    bySku.set(line.skuId, { ...line, count });
  }
  return [...bySku.values()].map((line) => ({
    ...line,
    totalFen: line.priceFen * line.count,
    haveStock: line.stock >= line.count,
  }));
}

/** `梨` or, of several, `梨等`. */
export function nameOf({ lines }: Quote): string {
  return `${lines[0]?.name}${lines.length > 1 ? '等' : ''}`;
}

function countOf(lines: QuotedLine[]): number {
  return sum(lines.map((line) => line.count));
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
