import { describe, expect, it } from 'vitest';
import { isDatabaseOutage } from './outage';

/** As pg hands on what PgBouncer says for itself. */
const bouncer = (message: string, code = '08P01') =>
  Object.assign(new Error(message), { severity: 'FATAL', code });
/** As pg hands on what PostgreSQL says. */
const postgres = (code: string, routine: string) =>
  Object.assign(new Error('in some language'), { severity: 'ERROR', code, routine });
const system = (code: string, syscall = 'connect') => Object.assign(new Error(code), { code, syscall });

describe('an outage of the database', () => {
  it.each([
    'server conn crashed?',
    'query_wait_timeout',
    'no more connections allowed (max_client_conn)',
    'client_login_timeout (server down)',
    'server login has been failing, try again later (server_login_retry)',
    'server login failed: FATAL password authentication failed for user "shop"',
    'server login failed: FATAL the database system is in recovery mode',
    'password authentication failed',
    'SASL authentication failed',
    'no such user: shop',
    'database "shop" does not exist',
    'database "shop" is disabled',
    'server DNS lookup failed',
    'pgbouncer cannot connect to server',
    'query timeout',
    'idle transaction timeout',
    'client_idle_timeout',
    'database removed',
    'canceling shutdown',
  ])('is what PgBouncer 1.18 says for itself: %s', (message) => {
    expect(isDatabaseOutage(bouncer(message))).toBe(true);
  });

  it.each([
    ['no more connections allowed (max_client_conn)', '53300'],
    ['too many connections for database', '53300'],
    ['password authentication failed', '28P01'],
    ['no such database: shop', '3D000'],
    ['idle transaction timeout', '25P03'],
    ['transaction timeout', '25P04'],
    ['server shutting down', '57P01'],
    ['cannot connect', '08006'],
    ['server login failed', '08001'],
  ])('is what later ones say with another state: %s, %s', (message, code) => {
    expect(isDatabaseOutage(bouncer(message, code))).toBe(true);
  });

  it.each([
    ['08004', 'ProcessStartupPacket'],
    ['08006', 'pq_recvbuf'],
    ['08007', 'RecordTransactionCommit'],
    ['25006', 'PreventCommandIfReadOnly'],
    ['28P01', 'auth_failed'],
    ['3D000', 'InitPostgres'],
    ['53300', 'InitProcess'],
    ['55P03', 'ProcSleep'],
    ['57014', 'ProcessInterrupts'],
    ['57P01', 'ProcessInterrupts'],
    ['57P03', 'ProcessStartupPacket'],
    ['57P04', 'InitPostgres'],
  ])('is what PostgreSQL says of itself: %s, %s', (code, routine) => {
    expect(isDatabaseOutage(postgres(code, routine))).toBe(true);
    expect(isDatabaseOutage({ driverError: postgres(code, routine) })).toBe(true);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ETIMEDOUT'])(
    'is a connection that is not had: %s',
    (code) => {
      expect(isDatabaseOutage(system(code))).toBe(true);
    },
  );

  it.each<[string, unknown]>([
    ['a statement that PostgreSQL does not understand', postgres('42601', 'scanner_yyerror')],
    ['parameters that do not fit a statement', postgres('08P01', 'exec_bind_message')],
    ['such a statement, as TypeORM tells it', { driverError: postgres('08P01', 'exec_bind_message') }],
    ['a broken constraint', postgres('23514', 'ExecConstraints')],
    ['a deadlock', postgres('40P01', 'DeadLockReport')],
    ['a file that is missing', system('ENOENT', 'open')],
    ['an error of ours', new TypeError('x is undefined')],
    ['a code that only begins alike', Object.assign(new Error('no'), { code: '08' })],
    ['nothing', undefined],
    ['a text', 'server conn crashed?'],
  ])('is not %s', (_, error) => {
    expect(isDatabaseOutage(error)).toBe(false);
  });
});
