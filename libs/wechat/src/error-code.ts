/** WeChat spells one code in several ways (`ORDERPAID`, `ORDER_PAID`): compare the normalised one alone. */
export function normalCode(code: string): string {
  return code.toUpperCase().replaceAll('_', '').trim();
}

/** Refusals that say nothing about the order: WeChat is unwell, or not ready, or we are too fast. */
const TRANSIENT = new Set([
  'SYSTEMERROR',
  'BANKERROR',
  'BIZERRNEEDRETRY',
  'FREQUENCYLIMITED',
  'INVALIDREQTOOMUCH',
  'RATELIMITED',
  'RATELIMITEXCEEDED',
  'SERVICEUNAVAILABLE',
  'STATEMENTCREATING',
]);

export function isTransient(normalisedCode: string): boolean {
  return TRANSIENT.has(normalisedCode);
}
