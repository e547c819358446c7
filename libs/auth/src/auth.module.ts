import { MiniProgramModule, WeChatModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard';
import { AdminActController } from './admin-act.controller';
import { AdminActs } from './admin-acts';
import { AdminController } from './admin.controller';
import { AdminDeskService } from './admin-desk.service';
import { AdminSecrets } from './admin-secrets';
import { AdminService } from './admin.service';
import { IdempotencyKeys } from './idempotency-keys';
import { RateLimits } from './rate-limits';
import { Redis } from './redis';
import { SessionCache } from './session-cache';
import { SessionService } from './session.service';
import { ShopperErasure } from './shopper-erasure.service';
import { ShopperPhoneService } from './shopper-phone.service';
import { ShopperService } from './shopper.service';
import { TokenController } from './token.controller';
import { UserController } from './user.controller';

/** Importing this room puts its guard before every route of the application. */
@Module({
  imports: [WeChatModule, MiniProgramModule],
  controllers: [AdminActController, AdminController, TokenController, UserController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    AdminActs,
    AdminDeskService,
    AdminSecrets,
    AdminService,
    IdempotencyKeys,
    RateLimits,
    Redis,
    SessionCache,
    SessionService,
    ShopperErasure,
    ShopperPhoneService,
    ShopperService,
  ],
  exports: [AdminService, IdempotencyKeys, SessionService, ShopperErasure, ShopperService],
})
export class AuthModule {}
