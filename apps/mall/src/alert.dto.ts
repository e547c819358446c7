import type { AlertListed } from '@app/alert';
import { beijingTime } from '@app/common';

export class AlertView {
  id: number;
  /** What it is about; the robot's message ends with it. @example after_sale:1 */
  key: string;
  /** @example after_sale */
  kind: string;
  /** What happened, and what to do next. */
  text: string;
  /** @example 2026-01-01 08:30:00 */
  raise_time: string;
  /** When the robot took it 送达时间; null while it is on its way, and without a robot. */
  deliver_time: string | null;

  static of({ id, key, kind, text, raisedAt, deliveredAt }: AlertListed): AlertView {
    return {
      id,
      key,
      kind,
      text,
      raise_time: beijingTime(raisedAt),
      deliver_time: deliveredAt && beijingTime(deliveredAt),
    };
  }
}

export class AlertPage {
  /** @example 1 */
  current_page: number;
  data: AlertView[];
}
