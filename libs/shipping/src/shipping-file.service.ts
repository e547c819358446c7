import { csvRefusal, DomainError, readSheet, type RowFault } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { carrierCodes } from './carrier-names';
import { CarrierService } from './carrier.service';
import type { ParcelWish, ShipWish } from './shipment-plan';
import { readShippingFile, SHIPPING_SHAPE, type FileOrder } from './shipping-file';
import { LOCK_ORDERS, ORDERS_TO_SHIP } from './shipping-sql';
import { ShippingService } from './shipping.service';

/** What became of a file, or would. */
export interface ShippedFile {
  shipped: number;
  unchanged: number;
  skipped: number;
  faults: RowFault[];
}

interface OrderToShip {
  id: number;
  orderNo: string;
  /** Leaves in parts, of which more are to come. */
  isOpen: boolean;
  /** What has left. */
  parcels: ParcelWish[];
}

/** Undoes the transaction that found it out. */
class NotKept extends Error {
  constructor(readonly outcome: ShippedFile) {
    super('a file was not kept');
  }
}

/** 批量发货: all rows of a file, or none. */
@Injectable()
export class ShippingFileService {
  constructor(
    private readonly db: EntityManager,
    private readonly carriers: CarrierService,
    private readonly shipping: ShippingService,
  ) {}

  async ship(bytes: Buffer, actor: string): Promise<ShippedFile> {
    const outcome = await this.tried(bytes, { actor, dryRun: false });
    if (outcome.faults.length > 0) throw csvRefusal(outcome.faults);
    return outcome;
  }

  /** The same to the last step, and then undone: what it says is what would be. */
  rehearse(bytes: Buffer, actor: string): Promise<ShippedFile> {
    return this.tried(bytes, { actor, dryRun: true });
  }

  private async tried(
    bytes: Buffer,
    { actor, dryRun }: { actor: string; dryRun: boolean },
  ): Promise<ShippedFile> {
    const codeOf = carrierCodes(await this.carriers.list());
    const file = readShippingFile(await readSheet(bytes, SHIPPING_SHAPE), codeOf);
    try {
      return await inTransaction(this.db, async (tx) => {
        const outcome = { shipped: 0, unchanged: 0, skipped: file.skipped, faults: [...file.faults] };
        await this.shipAll(tx, file.orders, { actor, outcome });
        outcome.faults.sort((a, b) => a.line - b.line);
        if (dryRun || outcome.faults.length > 0) throw new NotKept(outcome);
        return outcome;
      });
    } catch (error) {
      if (error instanceof NotKept) return error.outcome;
      throw error;
    }
  }

  /** In the order of their ids, as everybody who locks orders. */
  private async shipAll(
    tx: EntityManager,
    wanted: FileOrder[],
    { actor, outcome }: { actor: string; outcome: ShippedFile },
  ): Promise<void> {
    const numbers = wanted.map(({ orderNo }) => orderNo);
    await named(tx, 'shipping.lock_orders', LOCK_ORDERS, [numbers]);
    const orders = await named<OrderToShip>(tx, 'shipping.orders_to_ship', ORDERS_TO_SHIP, [numbers]);
    const wishOf = new Map(wanted.map((wish) => [wish.orderNo, wish]));
    for (const order of orders) {
      const { line, parcels } = wishOf.get(order.orderNo)!;
      wishOf.delete(order.orderNo);
      const wish = wishFor(order, parcels);
      if (!wish) {
        outcome.unchanged += 1;
        continue;
      }
      const reason = await refusalOf(() => this.shipping.shipIn(tx, { orderId: order.id, actor }, wish));
      if (reason === undefined) outcome.shipped += 1;
      else outcome.faults.push({ line, reason });
    }
    for (const { line } of wishOf.values()) outcome.faults.push({ line, reason: '订单号不存在' });
  }
}

/**
 * What is left to do; nothing where just these parcels have left. A file names all of an order's parcels, so one that
 * leaves in parts is complete after it, whichever of them have left.
 */
function wishFor({ isOpen, parcels: sent }: OrderToShip, wanted: ParcelWish[]): ShipWish | undefined {
  const names = new Set(sent.map(nameOf));
  const more = wanted.filter((parcel) => !names.has(nameOf(parcel)));
  if (isOpen) return { parcels: more, isLast: true };
  return more.length === 0 && sent.length === wanted.length ? undefined : { parcels: wanted };
}

function nameOf({ carrier, trackingNo }: ParcelWish): string {
  return `${carrier} ${trackingNo}`;
}

/** The shop's own word against it; whatever else fails is no row's fault. */
async function refusalOf(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.refusal === 'orderNotShippable') return '订单未付款、已用别的单号发货，或已关闭';
    return typeof error.msg === 'string' ? error.msg : Object.values(error.msg)[0];
  }
}
