import { World1700000000001 } from './0001-world';
import { Auth1700000000002 } from './0002-auth';
import { Catalog1700000000003 } from './0003-catalog';
import { Showcase1700000000004 } from './0004-showcase';
import { Order1700000000005 } from './0005-order';
import { Payment1700000000006 } from './0006-payment';
import { AppRole1700000000007 } from './0007-app-role';
import { Refund1700000000008 } from './0008-refund';
import { AccessToken1700000000009 } from './0009-access-token';
import { PendingQuery1700000000010 } from './0010-pending-query';
import { Alert1700000000011 } from './0011-alert';
import { Shipping1700000000012 } from './0012-shipping';
import { AfterSale1700000000013 } from './0013-after-sale';
import { Reconciliation1700000000014 } from './0014-reconciliation';
import { ErasureRetention1700000000015 } from './0015-erasure-retention';
import { CatalogAdmin1700000000016 } from './0016-catalog-admin';
import { People1700000000017 } from './0017-people';
import { Orders1700000000018 } from './0018-orders';
import { Lists1700000000019 } from './0019-lists';
import { RefundCap1700000000020 } from './0020-refund-cap';
import { MoneyOwed1700000000021 } from './0021-money-owed';
import { Verification1700000000022 } from './0022-verification';
import { Limits1700000000023 } from './0023-limits';
import { DefaultSku1700000000025 } from './0025-default-sku';
import { LoginSources1700000000028 } from './0028-login-sources';

/** In order; a landed migration is never edited, a change is a new one at the end. */
export const migrations = [
  World1700000000001,
  Auth1700000000002,
  Catalog1700000000003,
  Showcase1700000000004,
  Order1700000000005,
  Payment1700000000006,
  AppRole1700000000007,
  Refund1700000000008,
  AccessToken1700000000009,
  PendingQuery1700000000010,
  Alert1700000000011,
  Shipping1700000000012,
  AfterSale1700000000013,
  Reconciliation1700000000014,
  ErasureRetention1700000000015,
  CatalogAdmin1700000000016,
  People1700000000017,
  Orders1700000000018,
  Lists1700000000019,
  RefundCap1700000000020,
  MoneyOwed1700000000021,
  Verification1700000000022,
  Limits1700000000023,
  DefaultSku1700000000025,
  LoginSources1700000000028,
];
