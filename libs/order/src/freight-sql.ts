import { named } from '@app/database';
import type { EntityManager } from 'typeorm';
import { FREE_FREIGHT, type FreightRule } from './freight';

/** One statement, so that a rule is never read together with the provinces of another. */
const RULE = `
  SELECT r.base_fen AS "baseFen", r.free_from_fen AS "freeFromFen",
         (SELECT COALESCE(json_agg(json_build_object('province', p.province, 'surchargeFen', p.surcharge_fen,
                                                     'isServed', p.is_served) ORDER BY p.province), '[]')
            FROM freight_province p) AS provinces
    FROM freight_rule r`;

/** What the merchant has set; nothing is free freight. */
export async function freightRule(db: EntityManager): Promise<FreightRule> {
  const [rule] = await named<FreightRule>(db, 'freight.rule', RULE, []);
  return rule ?? FREE_FREIGHT;
}
