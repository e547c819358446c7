import { yuanOf } from '@app/common';
import type { DaySummary, TopProduct } from './summary';

const WIDTH = 1000;
const HEIGHT = 600;
const FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

const INK = '#1f2933';
const PALE = '#7b8794';
const LINE = '#e4e7eb';
const BAR = '#07c160';

/** Where the bars stand. */
const CHART = { left: 80, top: 300, width: 520, height: 230 };
const LIST = { left: 650, top: 300, width: 330 };

/** A day as a picture: totals, the money of each hour, what sold best. An SVG, with texts escaped and nothing that acts. */
export function summarySvg(summary: DaySummary, shopName: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="${FONT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#f5f7fa"/>`,
    text(40, 56, `${shopName} ${summary.date}`, { size: 26, weight: 600 }),
    text(WIDTH - 40, 56, '经营日报 Daily summary', { size: 15, fill: PALE, anchor: 'end' }),
    ...totalsOf(summary).map(([name, value], index) => card(index, name, value)),
    panel(CHART.left - 60, CHART.top - 44, CHART.width + 80),
    text(CHART.left - 40, CHART.top - 16, '每小时收款 Paid by the hour, 元', { size: 14, fill: PALE }),
    ...gridOf(summary.hourFen),
    ...summary.hourFen.map((fen, hour) => bar(hour, fen, scaleOf(summary.hourFen))),
    panel(LIST.left - 20, LIST.top - 44, LIST.width + 20),
    text(LIST.left, LIST.top - 16, '热销商品 What sold best, 元', { size: 14, fill: PALE }),
    ...productsOf(summary.topProducts),
    '</svg>',
  ].join('\n');
}

function totalsOf(summary: DaySummary): [name: string, value: string][] {
  return [
    ['下单 placed', String(summary.placed)],
    ['支付订单 paid', String(summary.paidOrders)],
    ['收款 paid, 元', yuanOf(summary.paidFen)],
    ['退款 refunded, 元', yuanOf(summary.refundedFen)],
    ['发货 shipped', String(summary.shipped)],
    ['收货 received', String(summary.received)],
    ['关闭 closed', String(summary.closed)],
    ['新顾客 new shoppers', String(summary.newShoppers)],
  ];
}

function card(index: number, name: string, value: string): string {
  const x = 20 + (index % 4) * 243;
  const y = 84 + Math.floor(index / 4) * 82;
  return [
    `<rect x="${x}" y="${y}" width="231" height="70" rx="8" fill="#fff" stroke="${LINE}"/>`,
    text(x + 16, y + 26, name, { size: 13, fill: PALE }),
    text(x + 16, y + 54, value, { size: 22, weight: 600 }),
  ].join('');
}

function panel(x: number, y: number, width: number): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${HEIGHT - y - 20}" rx="8" fill="#fff" stroke="${LINE}"/>`;
}

/** The least of 1, 2 or 5 and zeros that no hour is above, in fen; a day without money has an axis too. */
export function scaleOf(hourFen: readonly number[]): number {
  const most = Math.max(...hourFen, 100);
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((limit) => limit >= most) ?? most;
}

function gridOf(hourFen: readonly number[]): string[] {
  const scale = scaleOf(hourFen);
  return [0, 0.5, 1].map((part) => {
    const y = CHART.top + CHART.height * (1 - part);
    const line = `<line x1="${CHART.left}" y1="${y}" x2="${CHART.left + CHART.width}" y2="${y}" stroke="${LINE}"/>`;
    return line + text(CHART.left - 8, y + 4, yuanOf(scale * part), { size: 11, fill: PALE, anchor: 'end' });
  });
}

function bar(hour: number, fen: number, scale: number): string {
  const step = CHART.width / 24;
  const height = Math.round((CHART.height * fen) / scale);
  const x = CHART.left + hour * step;
  const foot = CHART.top + CHART.height;
  const label =
    hour % 3 === 0
      ? text(x + step / 2, foot + 20, String(hour), { size: 11, fill: PALE, anchor: 'middle' })
      : '';
  const body = `<rect x="${(x + 3).toFixed(1)}" y="${foot - height}" width="${(step - 6).toFixed(1)}" height="${height}" rx="2" fill="${BAR}"><title>${hour}:00 ${yuanOf(fen)}</title></rect>`;
  return (fen > 0 ? body : '') + label;
}

function productsOf(products: readonly TopProduct[]): string[] {
  if (products.length === 0)
    return [text(LIST.left, LIST.top + 20, '当日没有支付的订单 Nothing was paid', { size: 13, fill: PALE })];
  return products.map(({ name, count, fen }, index) => {
    const y = LIST.top + 18 + index * 25;
    return [
      text(LIST.left, y, `${index + 1}. ${shortened(name)}`, { size: 13 }),
      text(LIST.left + 200, y, `×${count}`, { size: 13, fill: PALE, anchor: 'end' }),
      text(LIST.left + LIST.width - 20, y, yuanOf(fen), { size: 13, anchor: 'end' }),
    ].join('');
  });
}

function shortened(name: string): string {
  const characters = [...name];
  return characters.length > 10 ? `${characters.slice(0, 9).join('')}…` : name;
}

interface TextLook {
  size: number;
  weight?: number;
  fill?: string;
  anchor?: 'middle' | 'end';
}

function text(x: number, y: number, words: string, { size, weight, fill = INK, anchor }: TextLook): string {
  const look = [
    `x="${x}" y="${y}" font-size="${size}" fill="${fill}"`,
    weight ? `font-weight="${weight}"` : '',
    anchor ? `text-anchor="${anchor}"` : '',
  ];
  return `<text ${look.filter(Boolean).join(' ')}>${escaped(words)}</text>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML knows no control characters, not even escaped, and no half of a pair. */
function escaped(words: string): string {
  return words
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}
