import { AppConfig } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { objectIn, textIn } from './answer-fields';
import type { MiniProgramAnswer } from './mini-program-answer';
import { MiniProgramClient } from './mini-program-client';
import { ok, unknown, type Outcome } from './outcome';

/** Digits, after the country's code where it is a foreign number. */
const PHONE = /^\+?\d{5,19}$/;
/** Too many taps of this user: the shopper is told. */
const FINALS = [45011];

/** The number that a shopper gives away by tapping `<button open-type="getPhoneNumber">`. */
@Injectable()
export class PhoneNumberApi {
  private readonly logger = new Logger(PhoneNumberApi.name);

  constructor(
    private readonly config: AppConfig,
    private readonly client: MiniProgramClient,
  ) {}

  /** Spends the tap's code, which is not a login code; WeChat checks that it is this user's. */
  async phoneNumberOf(code: string, openid: string): Promise<Outcome<string>> {
    const path = '/wxa/business/getuserphonenumber';
    const outcome = await this.client.ask({ path, fields: { code, openid }, finals: FINALS });
    if (outcome.kind !== 'ok') return outcome;
    const phone = phoneIn(outcome.value, this.config.WECHAT_APP_ID);
    if (phone.kind !== 'ok') this.logger.warn({ call: path, ...phone });
    return phone;
  }
}

function phoneIn(answer: MiniProgramAnswer, appId: string): Outcome<string> {
  const info = objectIn(answer, 'phone_info') ?? {};
  const phone = textIn(info, 'phoneNumber');
  if (objectIn(info, 'watermark')?.appid !== appId) return unknown('a phone number of another app');
  return phone && PHONE.test(phone) ? ok(phone) : unknown('answer without a phone number');
}
