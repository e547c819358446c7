import { Clock, DomainError } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Address, AddressSnapshot } from './address.entity';

const OF_SHOPPERS = `
  select shopper_id as "shopperId", name, mobile, province, city, country, detail, updated_at as "updatedAt"
  from address where shopper_id = any($1::int4[])`;

/** One statement, so two saves at once leave one of them whole; one that meets an erasure finds nobody. */
const SAVE = `
  insert into address (shopper_id, name, mobile, province, city, country, detail, updated_at)
  select id, $2, $3, $4, $5, $6, $7, now() + $8::interval
  from shopper where id = $1 and erased_at is null for key share
  on conflict (shopper_id) do update set
    name = excluded.name, mobile = excluded.mobile, province = excluded.province, city = excluded.city,
    country = excluded.country, detail = excluded.detail, updated_at = excluded.updated_at
  returning shopper_id`;

const ERASE = 'delete from address where shopper_id = $1';

@Injectable()
export class AddressService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  async one(shopperId: number): Promise<Address> {
    const [address] = await this.rows([shopperId]);
    if (!address) throw new DomainError('addressNotFound');
    return address;
  }

  /** What orders send to, by shopper; who has no address is missing. */
  async of(shopperIds: number[]): Promise<Map<number, AddressSnapshot>> {
    const rows = await this.rows(shopperIds);
    return new Map(rows.map((row) => [row.shopperId, snapshotOf(row)]));
  }

  async save(shopperId: number, address: AddressSnapshot): Promise<void> {
    const { name, mobile, province, city, country, detail } = address;
    const params = [shopperId, name, mobile, province, city, country, detail, this.clock.offset];
    const saved = await named(this.db, 'address.save', SAVE, params);
    if (saved.length === 0) throw new DomainError('invalidToken');
  }

  /** 注销, this room's share of it. */
  async erase(tx: EntityManager, shopperId: number): Promise<void> {
    await named(tx, 'address.erase', ERASE, [shopperId]);
  }

  private rows(shopperIds: number[]): Promise<Address[]> {
    return named(this.db, 'address.ofShoppers', OF_SHOPPERS, [shopperIds]);
  }
}

function snapshotOf({ name, mobile, province, city, country, detail }: Address): AddressSnapshot {
  return { name, mobile, province, city, country, detail };
}
