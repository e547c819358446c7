import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
} from 'class-validator';
import { Length, Max, Min, Validate, ValidateIf, ValidatorConstraint } from 'class-validator';
import { isTemplateKey } from './mini-template';
import { phoneNumberIn } from './mini-phone';
import { PUSH_FORGERIES } from './push-letter';
import { PUSH_EVENTS, type PushEvent } from './push-by-hand';

@ValidatorConstraint()
class PhoneText {
  validate(text: unknown): boolean {
    return typeof text === 'string' && phoneNumberIn(text) !== undefined;
  }

  defaultMessage(): string {
    return 'phone must be like 13800138000, or +852 61234567';
  }
}

@ValidatorConstraint()
class TemplateKeys {
  validate(keys: unknown): boolean {
    return Array.isArray(keys) && keys.every((key) => typeof key === 'string' && isTemplateKey(key));
  }

  defaultMessage(): string {
    return 'keys must be like thing1 or character_string2';
  }
}

export class AccessTokenBody {
  /** Every token that is out expires now. */
  @Equals(true)
  expire: true;
}

export class PhoneBody {
  @IsString()
  @Length(1, 64)
  name: string;

  @Validate(PhoneText)
  phone: string;
}

export class TemplateBody {
  @IsString()
  @Length(1, 64)
  template_id: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Validate(TemplateKeys)
  keys: string[];

  /** Forbidden by the platform. */
  @IsOptional()
  @IsBoolean()
  banned?: boolean;
}

export class SubscribeBody {
  @IsString()
  @Length(1, 64)
  name: string;

  /** Without it, the shop's own. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  template_id?: string;

  /** Taps on "allow"; each is worth one message. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  times: number = 1;

  /** A tap on "no": it takes back what was allowed before. */
  @IsOptional()
  @IsBoolean()
  deny?: boolean;
}

export class ReceiveBody {
  @IsString()
  @Length(1, 32)
  out_trade_no: string;
}

export class PushBody {
  /** The check that WeChat makes when the push address is saved; nothing else is done then. */
  @IsOptional()
  @IsBoolean()
  check?: boolean;

  @ValidateIf(({ check, forge }: PushBody) => !check && forge !== 'replay')
  @IsIn(PUSH_EVENTS)
  event?: PushEvent;

  /** For the events about an order. */
  @IsOptional()
  @IsString()
  @Length(1, 32)
  out_trade_no?: string;

  /** For the events about a message. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  name?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  template_id?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  copies: number = 1;

  /** What the merchant must not take; `replay` is the last push once more, byte for byte. */
  @IsOptional()
  @IsIn([...PUSH_FORGERIES, 'replay'])
  forge?: (typeof PUSH_FORGERIES)[number] | 'replay';
}
