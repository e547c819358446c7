import { maskedPhone } from '@app/common';
import { IsString, Matches, MaxLength } from 'class-validator';

const NO_CODE = { message: 'code不能为空' };

export class PhoneGrant {
  /**
   * What `<button open-type="getPhoneNumber">` gave the mini-program as `e.detail.code`; no login code, and good
   * once, for five minutes.
   * @example phone:13800138000:1
   */
  @MaxLength(512, { message: '$property过长' })
  @Matches(/\S/, NO_CODE)
  @IsString(NO_CODE)
  code: string;
}

export class PhoneAnswer {
  /**
   * Only as much as the shopper needs to recognise it.
   * @example 138****8000
   */
  phone: string;

  static of(phone: string): PhoneAnswer {
    return Object.assign(new PhoneAnswer(), { phone: maskedPhone(phone) });
  }
}
