import type { Words } from './doctor-check';

/** Why a host could not be asked, in words. */
export function whyUnreached(cause: string, url: string): Words {
  const { host } = new URL(url);
  const [, en, zh] = WHY.find(([pattern]) => pattern.test(cause)) ?? OTHERWISE;
  return { en: `${host}: ${en} (${cause}).`, zh: `${host}：${zh}（${cause}）。` };
}

type Why = [pattern: RegExp, en: string, zh: string];

const OTHERWISE: Why = [/./, 'it cannot be asked', '无法访问'];
const WHY: Why[] = [
  [/^(ENOTFOUND|EAI_)/, 'its name is not known to DNS', '域名无法解析'],
  [/^ECONNREFUSED$/, 'nobody listens there', '端口无人监听'],
  [/^(timeout|ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/, 'it does not answer in time', '超时无应答'],
  [/^E(HOST|NET)UNREACH$/, 'no network leads there', '网络不可达'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'it cuts the connection', '连接被对方断开'],
  [/^CERT_HAS_EXPIRED$/, 'its certificate has expired', '证书已过期'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'its certificate is for another name', '证书与域名不符'],
  [/^(UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/, 'its certificate is not trusted', '证书不受信任'],
  [/^(ENOENT|EACCES|ERR_OSSL)/, 'a certificate file of ours cannot be used', '本地证书文件无法使用'],
  [/^(ERR_SSL|EPROTO|CERT_)/, 'TLS fails', 'TLS 握手失败'],
];

/** Where one of WeChat's hosts could not be asked: what to change. */
export function reachTodo(cause: string, setting: string, isSandbox: boolean): Words {
  if (/^(ENOENT|EACCES|ERR_OSSL)/.test(cause))
    return {
      en: 'Name a readable PEM file in WECHAT_CA_FILE, or leave it empty; in the sandbox npm start makes it.',
      zh: '请在 WECHAT_CA_FILE 填写可读的 PEM 文件，或留空；沙箱由 npm start 生成。',
    };
  if (/^(UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|CERT_|ERR_TLS)/.test(cause))
    return {
      en: `See who stands between here and WeChat: correct ${setting}, or name the authority in WECHAT_CA_FILE.`,
      zh: `请检查是否有代理截取了 TLS：更正 ${setting}，或在 WECHAT_CA_FILE 填写其根证书。`,
    };
  if (isSandbox)
    return {
      en: `Start the shop (npm start) and run the doctor again, or correct ${setting}.`,
      zh: `请先启动商城（npm start）再运行 doctor，或更正 ${setting}。`,
    };
  return {
    en: `Open this machine's way out (DNS, firewall, port 443), or correct ${setting}.`,
    zh: `请放通本机出网（DNS、防火墙、443 端口），或更正 ${setting}。`,
  };
}

/** Where PUBLIC_URL could not be asked: what to change. */
export function publicTodo(cause: string): Words {
  if (/^(UNABLE_TO_VERIFY_LEAF|UNABLE_TO_GET_ISSUER)/.test(cause))
    return {
      en: 'Let the proxy send the full chain (fullchain.pem: the certificate, then the intermediate ones).',
      zh: '请让反向代理发送完整证书链（fullchain.pem：站点证书 + 中间证书）。',
    };
  if (/^(UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|CERT_|ERR_TLS)/.test(cause))
    return {
      en: 'Give the proxy a valid certificate of a public authority for this very name.',
      zh: '请为该域名配置公共 CA 签发的有效证书。',
    };
  if (/^(ENOTFOUND|EAI_)/.test(cause))
    return { en: 'Let DNS know the name in PUBLIC_URL.', zh: '请为 PUBLIC_URL 的域名配置 DNS 解析。' };
  return {
    en: 'Start the shop behind its proxy, open port 443, and run the doctor again.',
    zh: '请启动商城及其反向代理、放通 443 端口，然后再运行 doctor。',
  };
}
