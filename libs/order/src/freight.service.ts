import { Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { FreightRule } from './freight';
import { freightRule } from './freight-sql';

/** The row's lock lets two who set it at once do so one after the other, provinces and all. */
const SET_RULE = `
  INSERT INTO freight_rule (base_fen, free_from_fen, changed_by, changed_at)
  VALUES ($1, $2, $3, now() + $4::interval)
  ON CONFLICT (is_only) DO UPDATE
     SET base_fen = excluded.base_fen, free_from_fen = excluded.free_from_fen,
         changed_by = excluded.changed_by, changed_at = excluded.changed_at`;

const DROP_PROVINCES = 'DELETE FROM freight_province';

const SET_PROVINCES = `
  INSERT INTO freight_province (province, surcharge_fen, is_served)
  SELECT * FROM unnest($1::text[], $2::int8[], $3::boolean[])`;

/** 运费: what the merchant has set, for orders from now on. */
@Injectable()
export class FreightService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  rule(): Promise<FreightRule> {
    return freightRule(this.db);
  }

  set({ baseFen, freeFromFen, provinces }: FreightRule, actor: string): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await named(tx, 'freight.set', SET_RULE, [baseFen, freeFromFen, actor, this.clock.offset]);
      await named(tx, 'freight.drop_provinces', DROP_PROVINCES, []);
      await named(tx, 'freight.set_provinces', SET_PROVINCES, [
        provinces.map(({ province }) => province),
        provinces.map(({ surchargeFen }) => surchargeFen),
        provinces.map(({ isServed }) => isServed),
      ]);
    });
  }
}
