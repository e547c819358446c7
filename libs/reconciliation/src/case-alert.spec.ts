import { expect, it } from 'vitest';
import { caseAlerts, type OpenedCase } from './case-alert';

const openedAt = new Date(1_700_000_000_000);
const opened = (id: number, kind: OpenedCase['kind'], facts: object): OpenedCase => ({
  id,
  kind,
  subject: `S${id}`,
  facts: { ...facts },
  openedAt,
});

it('cases that are opened together are one alert a kind, with ids and amounts alone', () => {
  const alerts = caseAlerts([
    opened(7, 'payment_missing', { book_fen: 3998, order_id: 12 }),
    opened(8, 'refund_refused', { refund: 3, order_id: 12, fen: 5, refusal: 'NOTENOUGH' }),
    opened(9, 'payment_missing', { book_fen: 1, order_id: '13' }),
  ]);

  expect(alerts).toMatchObject([
    {
      about: 'payment_missing:7:1700000000000',
      case: 'payment_missing',
      cases: [
        { id: 7, subject: 'S7', orderId: 12, amounts: [{ what: '本店账上', fen: 3998 }] },
        { id: 9, subject: 'S9', amounts: [{ what: '本店账上', fen: 1 }] },
      ],
    },
    { about: 'refund_refused:8:1700000000000', cases: [{ id: 8, amounts: [{ what: '金额', fen: 5 }] }] },
  ]);
  expect(alerts.every(({ advice }) => advice.length > 0)).toBe(true);
});

it('no case is no alert', () => {
  expect(caseAlerts([])).toEqual([]);
});
