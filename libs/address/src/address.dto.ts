import { beijingTime, IsShortText } from '@app/common';
import { ApiHideProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { Address } from './address.entity';
import { IsForbidden } from './forbidden-field';

const FOREIGN_ID = '参数中包含有非法的参数名user_id或者uid';

/** The whole address, as WeChat's address picker gives it. */
export class AddressBody {
  /** @example 林晚 */
  @IsShortText(30)
  name: string;

  /** @example 13800138000 */
  @Matches(/^1[3-9]\d{9}$/, { message: 'mobile不是有效的手机号' })
  @IsShortText(20)
  mobile: string;

  /** @example 浙江省 */
  @IsShortText(20)
  province: string;

  /** @example 杭州市 */
  @IsShortText(20)
  city: string;

  /**
   * The district: WeChat's countyName.
   * @example 西湖区
   */
  @IsShortText(20)
  country: string;

  /** @example 龙井路1号 */
  @IsShortText(100)
  detail: string;

  // Whose address it is says the token alone; a body that claims it is refused, not merely stripped.
  @ApiHideProperty()
  @IsForbidden(FOREIGN_ID)
  user_id?: never;

  @ApiHideProperty()
  @IsForbidden(FOREIGN_ID)
  uid?: never;
}

export class AddressDto {
  name: string;
  mobile: string;
  province: string;
  city: string;
  /** The district. */
  country: string;
  detail: string;
  /** @example 2026-01-01 08:30:00 */
  update_time: string;

  static of({ name, mobile, province, city, country, detail, updatedAt }: Address): AddressDto {
    return { name, mobile, province, city, country, detail, update_time: beijingTime(updatedAt) };
  }
}
