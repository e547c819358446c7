import { Clock, Random, type AppConfig } from '@app/common';
import {
  WeChatPayService,
  WeChatProbe,
  type GatewayName,
  type Outcome,
  type Reached,
  type Trade,
} from '@app/wechat';
import type { INestApplicationContext } from '@nestjs/common';
import { fault, ok, type Check, type Finding } from './doctor-check';
import { judgeClock } from './doctor-clock';
import {
  judgeAppSecret,
  judgeCertificateShown,
  judgeSeal,
  judgeTradeManaged,
  judgeV2,
  judgeV3,
} from './doctor-credentials';
import { reachTodo, whyUnreached } from './doctor-reach';

type Host = 'WECHAT_API_URL' | 'WECHAT_PAY_URL' | 'WECHAT_PAY_STANDBY_URL' | 'WECHAT_PAY_REFUND_URL';

/** Every question that WeChat is asked; none of them changes anything there. */
export class WeChatRound {
  private readonly probe: WeChatProbe;
  private readonly dates = new Map<Host, { date?: string; at: Date }>();

  constructor(
    private readonly config: AppConfig,
    private readonly app: INestApplicationContext,
    private readonly isLive: boolean,
  ) {
    this.probe = app.get(WeChatProbe);
  }

  checks(): Check[] {
    return [
      this.reach('WECHAT_API_URL'),
      this.reach('WECHAT_PAY_URL'),
      ...(this.config.WECHAT_PAY_STANDBY_URL ? [this.reach('WECHAT_PAY_STANDBY_URL')] : []),
      ...(this.config.WECHAT_PAY_MCH_CERT_FILE ? [this.reachRefunds()] : []),
      this.clock('WECHAT_API_URL'),
      this.clock('WECHAT_PAY_URL'),
      ...(this.usesV2 ? [this.v2()] : []),
      ...(this.usesV3 ? [this.v3(), this.seal()] : []),
      this.appSecret(),
      ...(this.isLive ? [this.tradeManaged()] : []),
    ];
  }

  private get isSandbox(): boolean {
    return this.config.WORLD === 'sandbox';
  }

  /** A shop that takes v2 alone needs no v3 at all. */
  private get usesV3(): boolean {
    const { WECHAT_PAY_MCH_SERIAL: serial, WECHAT_PAY_MCH_KEY_FILE: key, WECHAT_PAY_GATEWAY } = this.config;
    const verifies = this.config.WECHAT_PAY_PUBLIC_KEY_ID ?? this.config.WECHAT_PAY_PLATFORM_CERT_FILES[0];
    return WECHAT_PAY_GATEWAY === 'v3' || Boolean(serial && key && verifies);
  }

  /** New merchants have no v2 key, and no order of theirs is v2's. */
  private get usesV2(): boolean {
    return this.config.WECHAT_PAY_V2_KEY.length > 0;
  }

  private reach(setting: Exclude<Host, 'WECHAT_PAY_REFUND_URL'>): Check {
    const url = this.config[setting]!;
    return {
      id: setting,
      title: { en: setting, zh: '可达性' },
      run: async () => {
        const outcome = await this.probe.reach(url);
        if (outcome.kind !== 'ok') return this.unreached(setting, outcome);
        this.dates.set(setting, { date: outcome.value.date, at: this.now() });
        return ok(`${new URL(url).host} answers.`, '可访问。');
      },
    };
  }

  private reachRefunds(): Check {
    return {
      id: 'WECHAT_PAY_REFUND_URL',
      title: { en: 'WECHAT_PAY_REFUND_URL', zh: '退款接口与商户证书' },
      needs: ['merchant-key', 'merchant-certificate'],
      run: async () => {
        const outcome = await this.probe.reachRefunds();
        if (outcome.kind !== 'ok') return this.unreached('WECHAT_PAY_REFUND_URL', outcome);
        return judgeCertificateShown(outcome.value.status, outcome.value.body);
      },
    };
  }

  private unreached(setting: Host, outcome: Exclude<Outcome<Reached>, { kind: 'ok' }>): Finding {
    const cause = outcome.kind === 'unknown' ? outcome.cause : outcome.code;
    return fault(whyUnreached(cause, this.config[setting]!), reachTodo(cause, setting, this.isSandbox));
  }

  private clock(setting: 'WECHAT_API_URL' | 'WECHAT_PAY_URL'): Check {
    return {
      id: `clock-${setting}`,
      title: { en: 'Clock', zh: '时钟' },
      needs: [setting],
      run: () => {
        const { date, at } = this.dates.get(setting)!;
        return judgeClock(new URL(this.config[setting]).host, date, at);
      },
    };
  }

  /** The machine's time, which a moved sandbox leaves as it is. */
  private now(): Date {
    const clock = this.app.get(Clock);
    return new Date(clock.now().getTime() - clock.offsetSeconds * 1000);
  }

  private v2(): Check {
    return {
      id: 'v2',
      title: { en: 'WeChat Pay v2', zh: '微信支付 v2' },
      needs: ['WECHAT_PAY_URL'],
      run: async () => judgeV2(await this.query('v2')),
    };
  }

  private v3(): Check {
    return {
      id: 'v3',
      title: { en: 'WeChat Pay v3', zh: '微信支付 v3' },
      needs: ['WECHAT_PAY_URL', 'merchant-key'],
      run: async () => judgeV3(await this.query('v3')),
    };
  }

  private query(gateway: GatewayName): Promise<Outcome<Trade>> {
    const pay = this.app.get(WeChatPayService);
    const signType = gateway === 'v3' ? 'RSA' : this.config.WECHAT_PAY_V2_SIGN_TYPE;
    const { appId, mchId } = pay.current;
    // A number that no order has.
    const orderNo = `DOCTOR${this.app.get(Random).hex(12)}`;
    return pay.query({ gateway, signType, appId, mchId, orderNo });
  }

  private seal(): Check {
    return {
      id: 'v3-key',
      title: { en: 'API v3 key', zh: 'APIv3 密钥' },
      needs: ['v3'],
      run: async () => judgeSeal(await this.probe.opensSeals()),
    };
  }

  private appSecret(): Check {
    return {
      id: 'app-secret',
      title: { en: 'AppSecret', zh: '小程序密钥' },
      needs: ['WECHAT_API_URL'],
      run: async () => judgeAppSecret(await this.probe.accessToken(), this.isSandbox),
    };
  }

  private tradeManaged(): Check {
    return {
      id: 'trade-managed',
      title: { en: 'Shipping information', zh: '发货信息管理' },
      needs: ['app-secret'],
      run: async () => {
        const token = await this.probe.accessToken();
        return judgeTradeManaged(token.kind === 'ok' ? await this.probe.isTradeManaged(token.value) : token);
      },
    };
  }
}
