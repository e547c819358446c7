import { maskedPhone } from '@app/common';
import { ApiHideProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength, type ValidationArguments } from 'class-validator';

const NO_CODE = { message: noCode };

/** Clients of before `getPhoneNumber` gave a code send what only a session_key opens, and the shop keeps none. */
function noCode({ object }: ValidationArguments): string {
  const { encryptedData, iv } = object as PhoneGrant;
  if (encryptedData === undefined && iv === undefined) return 'code不能为空';
  return 'code不能为空：不支持用encryptedData和iv解密手机号，请把getPhoneNumber回调里的e.detail.code作为code传来';
}

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

  // What comes beside the code is not read; without one, it tells what the client has to change.
  @ApiHideProperty()
  @MaxLength(8192, { message: '$property过长' })
  @IsString({ message: '$property必须是字符串' })
  @IsOptional()
  encryptedData?: string;

  @ApiHideProperty()
  @MaxLength(8192, { message: '$property过长' })
  @IsString({ message: '$property必须是字符串' })
  @IsOptional()
  iv?: string;
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
