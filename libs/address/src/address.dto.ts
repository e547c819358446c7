import { beijingTime, IsPhone, IsShortText } from '@app/common';
import { ApiHideProperty } from '@nestjs/swagger';
import type { Address, AddressSnapshot } from './address.entity';
import { IsForbidden } from './forbidden-field';

const FOREIGN_ID = '参数中包含有非法的参数名user_id或者uid';

/** The whole address, as WeChat's address picker gives it. */
export class AddressBody {
  /** @example 林晚 */
  @IsShortText(30)
  name: string;

  /**
   * 手机、座机或港澳台电话 A mobile or landline of China in any usual spelling; it is kept in one form, `13800138000`,
   * `020-81167888-801` or `+85261234567`.
   * @example 13800138000
   */
  @IsPhone()
  mobile: string;

  /** @example 浙江省 */
  @IsShortText(20)
  province: string;

  /** @example 杭州市 */
  @IsShortText(20)
  city: string;

  /**
   * The district: WeChat's countyName. Empty or left out where the city has none, as 东莞市.
   * @example 西湖区
   */
  @IsShortText(20, { optional: true })
  country?: string;

  /** The district, as some clients call it; it counts where `country` is empty. */
  @IsShortText(20, { optional: true })
  county?: string;

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

  static addressOf({ country, county, ...given }: AddressBody): AddressSnapshot {
    const { name, mobile, province, city, detail } = given;
    return { name, mobile, province, city, country: country ?? county ?? '', detail };
  }
}

export class AddressDto {
  name: string;
  mobile: string;
  province: string;
  city: string;
  /** The district; empty where the city has none. */
  country: string;
  /** The same, as some clients call it. */
  county: string;
  detail: string;
  /** @example 2026-01-01 08:30:00 */
  update_time: string;

  static of({ name, mobile, province, city, country, detail, updatedAt }: Address): AddressDto {
    const district = { country, county: country };
    return { name, mobile, province, city, ...district, detail, update_time: beijingTime(updatedAt) };
  }
}
