import { Alerts } from '@app/alert';
import { Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import { RefundService } from '@app/payment';
import { ShippingInfoApi, type Outcome } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { TradeManagedService } from './trade-managed.service';
import { heldByWeChat, shippingOf, type UploadContent } from './upload-content';
import { CLAIM_UPLOADS, IS_ORDER_OVER, RECORD_UPLOAD } from './upload-sql';
import { notNow, ORDER_IS_OVER, SHIPPED_BEFORE, stepAfter, type UploadStep } from './upload-step';

/** A shipment that WeChat has to be told of. */
export interface DueUpload extends UploadContent {
  orderId: number;
  version: number;
  tries: number;
  uploadTime: Date;
  /** The last try may have arrived. */
  wasUnanswered: boolean;
  isReship: boolean;
  transactionId: string;
  /** Of the payer; none where it was not the shopper. */
  openid: string | null;
}

/** 发货信息录入: tells WeChat what has left, and again until it knows; a shipment that it refuses is for a person. */
@Injectable()
export class UploadService {
  private readonly logger = new Logger(UploadService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly refunds: RefundService,
    private readonly managed: TradeManagedService,
    private readonly shipping: ShippingInfoApi,
    private readonly alerts: Alerts,
  ) {}

  claim(most: number): Promise<DueUpload[]> {
    return named<DueUpload>(this.db, 'upload.claim', CLAIM_UPLOADS, [this.clock.offset, most]);
  }

  async advance(upload: DueUpload): Promise<void> {
    const isManaged = await this.managed.isManaged();
    if (isManaged === undefined) return this.record(upload, notNow(upload));
    if (!isManaged) return this.record(upload, { state: 'not_managed', isAnswered: true });
    await this.record(upload, await this.upload(upload));
  }

  /**
   * What may have arrived is looked for before it is sent again, and what somebody shipped in WeChat's portal is
   * left alone: another upload would take the order's one chance to be shipped anew.
   */
  private async upload(upload: DueUpload): Promise<UploadStep> {
    if (!upload.wasUnanswered && upload.openid !== null) return this.send(upload, upload.openid);
    const known = await this.shipping.getOrder({ transactionId: upload.transactionId });
    if (known.kind !== 'ok') return stepAfter(known, upload);
    const held = heldByWeChat(known.value, upload);
    if (held === 'this') return stepAfter({ kind: 'ok', value: undefined }, upload);
    if (held === 'another' && !upload.isReship)
      return { state: 'done', isAnswered: true, code: SHIPPED_BEFORE };
    return this.send(upload, upload.openid ?? known.value.openid);
  }

  private async send(upload: DueUpload, payerOpenid: string): Promise<UploadStep> {
    const outcome: Outcome<void> = await this.shipping.uploadShippingInfo({
      order: { transactionId: upload.transactionId },
      shipping: shippingOf(upload),
      payerOpenid,
      at: upload.uploadTime,
    });
    return stepAfter(outcome, upload);
  }

  private async record({ orderId, version }: DueUpload, step: UploadStep): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      const { state, code = null, isAnswered, waitSeconds } = await this.judged(tx, orderId, step);
      const params = [orderId, version, state, code, isAnswered, waitSeconds, this.clock.offset];
      const [recorded] = await named<{ orderNo: string }>(tx, 'upload.record', RECORD_UPLOAD, params);
      if (!recorded || state !== 'person') return;
      this.logger.error({ msg: 'WeChat refuses the shipping information of an order', orderId, code });
      const about = `${orderId}:${version}`;
      await this.alerts.raise(tx, { kind: 'upload_person', about, orderNo: recorded.orderNo, code });
    });
  }

  /** WeChat ships nothing that was given back, or came to its end: then nobody need see to it. */
  private async judged(tx: EntityManager, orderId: number, step: UploadStep): Promise<UploadStep> {
    if (step.code !== ORDER_IS_OVER) return step;
    const over = await named(tx, 'upload.is_order_over', IS_ORDER_OVER, [orderId]);
    const isOver = over.length > 0 || (await this.refunds.isWholeRefundOpen(tx, orderId));
    return isOver ? { ...step, state: 'refused' } : step;
  }
}
