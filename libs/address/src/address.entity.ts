import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where a shopper wants his goods: one address each, replaced as a whole. */
@Entity('address')
export class Address {
  @PrimaryColumn('int4', { name: 'shopper_id' })
  shopperId: number;

  @Column('text')
  name: string;

  /** In the normal form of `phoneOf`. */
  @Column('text')
  mobile: string;

  @Column('text')
  province: string;

  @Column('text')
  city: string;

  /** The district: WeChat's countyName; empty where the city has none. */
  @Column('text')
  country: string;

  @Column('text')
  detail: string;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;
}

/** What an order keeps of the address it is sent to. */
export type AddressSnapshot = Pick<Address, 'name' | 'mobile' | 'province' | 'city' | 'country' | 'detail'>;
