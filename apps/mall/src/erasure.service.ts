import { AddressService } from '@app/address';
import { ShopperErasure } from '@app/auth';
import { DomainError } from '@app/common';
import { inTransaction } from '@app/database';
import { NoticeErasure } from '@app/notify';
import { OrderErasure } from '@app/order';
import { AfterSaleErasure, OpenMoneyService } from '@app/payment';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/** 注销: makes a person unrecognisable in every room, and leaves every amount where it is. */
@Injectable()
export class ErasureService {
  private readonly logger = new Logger(ErasureService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly shoppers: ShopperErasure,
    private readonly addresses: AddressService,
    private readonly orders: OrderErasure,
    private readonly money: OpenMoneyService,
    private readonly afterSales: AfterSaleErasure,
    private readonly notices: NoticeErasure,
  ) {}

  /** Refused while money is open; to erase whom nobody knows any more is no fault. */
  async erase(shopperId: number, actor: string): Promise<void> {
    const tokens = await inTransaction(this.db, (tx) => this.eraseIn(tx, shopperId));
    await this.shoppers.forget(tokens);
    this.logger.warn({ event: 'shopperErased', shopperId, actor });
  }

  /** Orders are locked first, as by everybody who moves their money. */
  private async eraseIn(tx: EntityManager, shopperId: number): Promise<string[]> {
    await this.orders.lockAll(tx, shopperId);
    const openid = await this.shoppers.lock(tx, shopperId);
    if (openid === undefined) return [];
    if (await this.money.isOpen(tx, shopperId)) throw new DomainError('accountInUse');

    await this.notices.erase(tx, { id: shopperId, openid });
    await this.orders.erase(tx, shopperId);
    await this.afterSales.erase(tx, shopperId);
    await this.addresses.erase(tx, shopperId);
    return this.shoppers.erase(tx, shopperId);
  }
}
