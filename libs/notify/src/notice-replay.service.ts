import { DomainError } from '@app/common';
import { NoticeRejected, WeChatPayService } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { NoticeListService, type KeptNotice } from './notice-list.service';
import type { NoticeOutcome } from './notice-outcome';
import { NotifyService } from './notify.service';
import { PushService } from './push.service';
import type { RawNotice } from './raw-notice';
import { RefundNotifyService } from './refund-notify.service';

/** Has a kept notice taken once more, as if WeChat repeated it: its bytes are verified again, as of when they came. */
@Injectable()
export class NoticeReplayService {
  private readonly logger = new Logger(NoticeReplayService.name);

  constructor(
    private readonly notices: NoticeListService,
    private readonly wechatPay: WeChatPayService,
    private readonly payments: NotifyService,
    private readonly refunds: RefundNotifyService,
    private readonly pushes: PushService,
  ) {}

  /** What became of it this time. */
  async replay(id: number): Promise<NoticeOutcome> {
    const notice = await this.notices.one(id);
    if (notice.body.length === 0) throw new DomainError('noticeUnreadable');
    try {
      const outcome = await this.take(notice);
      if (outcome) return outcome;
    } catch (error) {
      if (!(error instanceof NoticeRejected)) throw error;
      this.logger.warn({ msg: 'a kept notice is refused', notice: id, reason: error.message });
      throw new DomainError('noticeUnreadable', { cause: error });
    }
    throw new DomainError('noticeUnconfirmed');
  }

  private take({ gateway, kind, body, headers, receivedAt: at }: KeptNotice) {
    if (gateway === 'push') return this.pushes.again({ gateway, body, headers, at });
    const raw: RawNotice = { gateway, body, headers, at };
    return this.isOfRefund(kind, raw) ? this.refunds.record(raw) : this.payments.settle(raw);
  }

  /** Of what was not for us its kind does not tell to which route it came. */
  private isOfRefund(kind: string, raw: RawNotice): boolean {
    if (kind === 'foreign' || kind === 'other') return this.wechatPay.readPayNotice(raw).kind === 'other';
    return kind === 'refund';
  }
}
