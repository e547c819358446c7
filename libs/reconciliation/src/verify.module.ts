import { Module } from '@nestjs/common';
import { VerifyService } from './verify.service';

/** All that `npm run verify` needs: it reads, and asks nobody. */
@Module({ providers: [VerifyService], exports: [VerifyService] })
export class VerifyModule {}
