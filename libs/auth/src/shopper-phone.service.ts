import { DomainError, phoneOf, type ErrorName } from '@app/common';
import { named } from '@app/database';
import { PhoneNumberApi } from '@app/wechat';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ShopperService } from './shopper.service';

const KEEP = 'update shopper set phone = $2 where id = $1 and erased_at is null';

/** What WeChat's errcode means to the shopper; any other is our trouble or WeChat's, never his. */
const REFUSALS: Record<string, ErrorName> = { 40029: 'phoneCodeInvalid', 45011: 'phoneTooFrequent' };

@Injectable()
export class ShopperPhoneService {
  constructor(
    private readonly db: EntityManager,
    private readonly shoppers: ShopperService,
    private readonly wechat: PhoneNumberApi,
  ) {}

  /** Spends the code of a shopper's tap and keeps the number; one of a country that the shop knows no form of, as it is. */
  async take(shopperId: number, code: string): Promise<string> {
    const openid = await this.shoppers.openidOf(shopperId);
    const outcome = await this.wechat.phoneNumberOf(code, openid);
    if (outcome.kind !== 'ok') throw refusalOf(outcome);
    const phone = phoneOf(outcome.value) ?? outcome.value;
    await named(this.db, 'shopper.keep_phone', KEEP, [shopperId, phone]);
    return phone;
  }
}

function refusalOf(outcome: { kind: 'rejected'; code: string } | { kind: 'unknown' }): DomainError {
  const refusal = outcome.kind === 'rejected' ? REFUSALS[outcome.code] : undefined;
  return refusal ? new DomainError(refusal) : new DomainError('wechatUnavailable', { msg: UNAVAILABLE });
}

const UNAVAILABLE = '微信手机号服务暂时不可用，请稍后再试';
