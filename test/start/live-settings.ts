/** What a live shop needs at the least; nothing of it opens anything. */
export const LIVE = {
  WORLD: 'live',
  PUBLIC_URL: 'https://shop.example.com',
  ADMIN_SECRET: 'open sesame',
  WECHAT_APP_ID: 'wx0f3a5c7e9b1d2468',
  WECHAT_APP_SECRET: 'secret',
  WECHAT_PAY_MCH_ID: '1900007001',
  WECHAT_PAY_GATEWAY: 'v2',
  WECHAT_PAY_V2_KEY: '7f1c0e9a4b6d2835c1e0f9a7b4d36258',
};
