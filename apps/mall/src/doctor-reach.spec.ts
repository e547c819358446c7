import { expect, it } from 'vitest';
import { publicTodo, reachTodo, whyUnreached } from './doctor-reach';

it.each([
  ['ENOTFOUND', 'DNS', 'way out', 'Let DNS know'],
  ['EAI_AGAIN', 'DNS', 'way out', 'Let DNS know'],
  ['ECONNREFUSED', 'nobody listens', 'way out', 'Start the shop'],
  ['timeout', 'in time', 'way out', 'Start the shop'],
  ['UND_ERR_CONNECT_TIMEOUT', 'in time', 'way out', 'Start the shop'],
  ['ECONNRESET', 'cuts', 'way out', 'Start the shop'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'not trusted', 'WECHAT_CA_FILE', 'full chain'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'not trusted', 'WECHAT_CA_FILE', 'full chain'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'not trusted', 'WECHAT_CA_FILE', 'public authority'],
  ['CERT_HAS_EXPIRED', 'expired', 'WECHAT_CA_FILE', 'valid certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'another name', 'WECHAT_CA_FILE', 'this very name'],
  ['ENOENT', 'cannot be used', 'WECHAT_CA_FILE', 'Start the shop'],
  ['UND_ERR_NEW', 'cannot be asked', 'way out', 'Start the shop'],
])('%s is put into words', (cause, why, todo, publicly) => {
  expect(whyUnreached(cause, 'https://host.example/path').en).toMatch(
    new RegExp(`^host\\.example: .*${why}.* \\(${cause}\\)\\.$`),
  );
  expect(reachTodo(cause, 'WECHAT_PAY_URL', false).en).toContain(todo);
  expect(publicTodo(cause).en).toContain(publicly);
});

it('in the sandbox the shop is to be started first', () => {
  expect(reachTodo('ECONNREFUSED', 'WECHAT_PAY_URL', true).en).toContain('npm start');
});
