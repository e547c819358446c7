import type { Bootstrapped } from '@app/auth';
import type { AppConfig } from '@app/common';

/** Where to look, once everything runs. */
export function banner(config: AppConfig, admin: Bootstrapped): string {
  return config.WORLD === 'sandbox' ? sandboxBanner(config, admin) : liveBanner(config);
}

function sandboxBanner(
  { PUBLIC_URL, SHOP_NAME, WECHAT_PAY_URL, cashierUrl }: AppConfig,
  admin: Bootstrapped,
): string {
  return `
  ${SHOP_NAME}
  ${'─'.repeat(58)}
  Shop API    ${PUBLIC_URL}/api/v1
  Swagger UI  ${PUBLIC_URL}/docs
  Console     ${WECHAT_PAY_URL}/console
  Cashier     ${cashierUrl}/<prepay_id>
  Admin       ${admin.account} / ${admin.secret ?? '(the secret you set)'}
  Buy once    npm run buy
  ${'─'.repeat(58)}
  Sandbox: the money is simulated. 沙箱：钱是假的。

`;
}

function liveBanner({ PUBLIC_URL, SHOP_NAME, API_DOCS }: AppConfig): string {
  const docs = API_DOCS === 'on' ? `, docs at ${PUBLIC_URL}/docs` : '';
  return `${SHOP_NAME} is open at ${PUBLIC_URL}/api/v1${docs}\n`;
}
