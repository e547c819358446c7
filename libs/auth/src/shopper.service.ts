import { AppConfig, Clock, DomainError, type ErrorName } from '@app/common';
import { named } from '@app/database';
import { MiniProgramApi } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { shopperCaller } from './caller';
import { Shopper } from './shopper.entity';
import { SessionService } from './session.service';

const FIND = `
  select id, disabled_at is not null as "isDisabled" from shopper where appid = $1 and openid = $2`;

/** Two first logins at once meet here: the second one finds the first one's row, whoever commits first. */
const REGISTER = `
  insert into shopper (appid, openid, created_at) values ($1, $2, now() + $3::interval)
  on conflict (appid, openid) do update set openid = excluded.openid
  returning id, disabled_at is not null as "isDisabled"`;

/** What WeChat's errcode means to the shopper; any other is our trouble or WeChat's, never his. */
const REFUSALS: Record<string, ErrorName> = {
  40029: 'loginCodeInvalid',
  40163: 'loginCodeInvalid',
  40226: 'loginRefused',
  45011: 'loginTooFrequent',
};

/** WeChat does not know our AppID or secret: nobody can log in until the merchant repairs the settings. */
const WRONG_SETTINGS = new Set(['40013', '40125', '41002', '41004']);

interface ShopperRow {
  id: number;
  isDisabled: boolean;
}

@Injectable()
export class ShopperService {
  private readonly logger = new Logger(ShopperService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly wechat: MiniProgramApi,
    private readonly sessions: SessionService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** A code of `wx.login` for a token; the shopper's first login makes his row. */
  async logIn(code: string): Promise<string> {
    const openid = await this.openidFor(code);
    const shopper = await this.shopperOf(openid);
    if (shopper.isDisabled) {
      this.logger.warn({ event: 'disabledShopperRefused', caller: `shopper:${shopper.id}` });
      throw new DomainError('forbidden');
    }
    return this.sessions.open(shopperCaller(shopper.id));
  }

  /** Whom WeChat is to bill. */
  async openidOf(shopperId: number): Promise<string> {
    const shopper = await this.db.findOneBy(Shopper, { id: shopperId });
    if (!shopper) throw new DomainError('shopperNotFound');
    return shopper.openid;
  }

  private async openidFor(code: string): Promise<string> {
    const outcome = await this.wechat.codeToSession(code);
    if (outcome.kind === 'ok') return outcome.value.openid;
    if (outcome.kind === 'rejected') throw this.refusalOf(outcome.code);
    throw new DomainError('loginUnavailable');
  }

  /** The errcode goes on to the client; WeChat's words, which may name our AppID, do not. */
  private refusalOf(errcode: string): DomainError {
    if (WRONG_SETTINGS.has(errcode)) this.logger.error({ event: 'wechatRefusesOurAppId', errcode });
    const number = Number(errcode);
    return new DomainError(REFUSALS[errcode] ?? 'loginUnavailable', {
      error_code: Number.isInteger(number) ? number : undefined,
    });
  }

  private async shopperOf(openid: string): Promise<ShopperRow> {
    const who = [this.config.WECHAT_APP_ID, openid];
    const [known] = await named<ShopperRow>(this.db, 'shopper.find', FIND, who);
    if (known) return known;
    const registering = [...who, this.clock.offset];
    const [registered] = await named<ShopperRow>(this.db, 'shopper.register', REGISTER, registering);
    if (!registered) throw new Error('a shopper was neither found nor registered');
    return registered;
  }
}
