import { DomainError, fenOf, provinceOf, yuanOf } from '@app/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';
import { MAX_FREIGHT_FEN, type FreightRule, type ProvinceFreight } from './freight';

const YUAN = /^\d{1,7}(\.\d{1,2})?$/;
const WRONG_PROVINCE = { message: 'provinces参数错误' };

export class FreightProvince {
  /** With its ending or without, in traditional characters or in English 浙江省、浙江、Zhejiang都可以. @example 新疆 */
  @IsString(WRONG_PROVINCE)
  province: string;

  /** 加收 元 Yuan on top of the base fee, also where that falls away. @example 15.00 */
  @IsOptional()
  @Matches(YUAN, { message: 'surcharge必须是两位小数以内的金额' })
  surcharge?: string;

  /** `false`: 不发货, nothing is sent there. */
  @IsOptional()
  @IsBoolean({ message: 'served必须是布尔值' })
  served?: boolean;
}

/** The whole rule; what is left out is not set. */
export class FreightBody {
  /** 基础运费 元 Yuan for each order. @example 8.00 */
  @Matches(YUAN, { message: 'base必须是两位小数以内的金额' })
  base: string;

  /** 满额包邮 元 Goods of so many yuan travel without the base fee; left out, none do. @example 99.00 */
  @IsOptional()
  @Matches(YUAN, { message: 'free_from必须是两位小数以内的金额' })
  free_from?: string | null;

  /** Where it costs more, or nothing is sent to 加收或不发货的省份. */
  @IsOptional()
  @Type(() => FreightProvince)
  @ValidateNested({ each: true, ...WRONG_PROVINCE })
  @IsObject({ each: true, ...WRONG_PROVINCE })
  @ArrayMaxSize(34, { message: 'provinces最多34项' })
  @IsArray(WRONG_PROVINCE)
  provinces?: FreightProvince[];

  static ruleOf({ base, free_from, provinces }: FreightBody): FreightRule {
    const freeFromFen = free_from ? fenOf(free_from) : null;
    if (freeFromFen === 0) throw DomainError.field('free_from', 'free_from必须大于0');
    return {
      baseFen: bounded('base', base),
      freeFromFen,
      provinces: refuseDoubles((provinces ?? []).map(provinceFreightOf)),
    };
  }
}

function provinceFreightOf({ province: text, surcharge, served }: FreightProvince): ProvinceFreight {
  const province = provinceOf(text);
  if (province === undefined) throw DomainError.field('provinces', `没有“${text}”这个省份`);
  const surchargeFen = bounded('provinces', surcharge ?? '0');
  const isServed = served ?? true;
  if (!isServed && surchargeFen > 0) throw DomainError.field('provinces', `${text}不发货，不能加收运费`);
  return { province, surchargeFen, isServed };
}

function bounded(field: string, yuan: string): number {
  const fen = fenOf(yuan);
  if (fen > MAX_FREIGHT_FEN) throw DomainError.field(field, `运费不能超过${yuanOf(MAX_FREIGHT_FEN)}元`);
  return fen;
}

function refuseDoubles(provinces: ProvinceFreight[]): ProvinceFreight[] {
  const names = new Set(provinces.map(({ province }) => province));
  if (names.size < provinces.length) throw DomainError.field('provinces', '省份重复');
  return provinces;
}

export class FreightProvinceView {
  /** @example 新疆 */
  province: string;
  /** @example 15.00 */
  surcharge: string;
  served: boolean;
}

export class FreightView {
  /** @example 8.00 */
  base: string;
  /** Null: never free. @example 99.00 */
  free_from: string | null;
  provinces: FreightProvinceView[];

  static of({ baseFen, freeFromFen, provinces }: FreightRule): FreightView {
    return {
      base: yuanOf(baseFen),
      free_from: freeFromFen === null ? null : yuanOf(freeFromFen),
      provinces: provinces.map(({ province, surchargeFen, isServed }) => ({
        province,
        surcharge: yuanOf(surchargeFen),
        served: isServed,
      })),
    };
  }
}
