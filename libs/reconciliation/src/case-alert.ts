import type { Alert, AlertedCase } from '@app/alert';
import { CASE_ADVICE, type CaseKind } from './case-kind';

/** A case that was opened a moment ago. */
export interface OpenedCase {
  id: number;
  kind: CaseKind;
  subject: string;
  facts: Record<string, unknown>;
  openedAt: Date;
}

type CaseAlert = Alert & { kind: 'case_open'; about: string };

const AMOUNTS: Record<string, string> = {
  bill_fen: '账单',
  book_fen: '本店账上',
  paid_fen: '实付',
  order_fen: '应付',
  fen: '金额',
};

/** One alert of each kind, however many there are of it; one that is opened anew is told of anew. */
export function caseAlerts(opened: readonly OpenedCase[]): CaseAlert[] {
  return [...new Set(opened.map(({ kind }) => kind))].map((kind) => {
    const cases = opened.filter((one) => one.kind === kind);
    const [first] = cases;
    return {
      kind: 'case_open',
      about: `${kind}:${first!.id}:${first!.openedAt.getTime()}`,
      case: kind,
      advice: CASE_ADVICE[kind].zh,
      cases: cases.map(alertedCase),
    };
  });
}

/** Of its facts the numbers alone. */
function alertedCase({ id, subject, facts }: OpenedCase): AlertedCase {
  const amounts = Object.entries(AMOUNTS).flatMap(([name, what]) => {
    const fen = facts[name];
    return typeof fen === 'number' ? [{ what, fen }] : [];
  });
  const { order_id: orderId } = facts;
  return { id, subject, orderId: typeof orderId === 'number' ? orderId : undefined, amounts };
}
