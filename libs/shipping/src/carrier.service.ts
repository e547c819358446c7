import { Clock } from '@app/common';
import { ShippingInfoApi, type DeliveryCompany } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { carrierCodes } from './carrier-names';
import { COMMON_CARRIERS } from './common-carriers';

const DAY_MS = 24 * 3600 * 1000;
/** After WeChat did not answer. */
const PAUSE_MS = 60 * 1000;

/** Whom WeChat knows as a carrier: asked once a day, and known on while WeChat is down. */
@Injectable()
export class CarrierService {
  private readonly logger = new Logger(CarrierService.name);
  private known: readonly DeliveryCompany[] = COMMON_CARRIERS;
  private codeByName = carrierCodes(COMMON_CARRIERS);
  private isWeChats = false;
  private askAgainAt = 0;
  private asking?: Promise<void>;

  constructor(
    private readonly clock: Clock,
    private readonly shipping: ShippingInfoApi,
  ) {}

  async list(): Promise<readonly DeliveryCompany[]> {
    await this.refresh();
    return this.known;
  }

  /**
   * The code of a carrier by any of its names, as far as is known now: no shipment waits for WeChat. Until WeChat has
   * told its list, a code that the shop does not know is let through; what WeChat does not take it names at the upload.
   */
  codeOf(text: string): string | undefined {
    void this.refresh();
    const code = this.codeByName(text);
    return code ?? (!this.isWeChats && /^\w{1,128}$/.test(text) ? text : undefined);
  }

  nameOf(code: string): string {
    return this.known.find(({ id }) => id === code)?.name ?? code;
  }

  private refresh(): Promise<void> {
    if (this.clock.now().getTime() < this.askAgainAt) return Promise.resolve();
    this.asking ??= this.ask()
      // The store of the access token may fail: the list of yesterday is as good.
      .catch((err: unknown) => this.failed(err))
      .finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<void> {
    const outcome = await this.shipping.getDeliveryList();
    if (outcome.kind !== 'ok' || outcome.value.length === 0) return this.failed(outcome);
    this.known = outcome.value;
    this.codeByName = carrierCodes(outcome.value);
    this.isWeChats = true;
    this.askAgainAt = this.clock.now().getTime() + DAY_MS;
  }

  private failed(outcome: unknown): void {
    this.logger.warn({ msg: 'WeChat does not name the carriers', outcome });
    this.askAgainAt = this.clock.now().getTime() + PAUSE_MS;
  }
}
