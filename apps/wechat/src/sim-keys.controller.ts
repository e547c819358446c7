import { BadRequestException, Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Bookkeeper } from './bookkeeper';
import { SimBodyPipe } from './sim-body.pipe';
import { HoldKeyBody, RotateBody } from './sim-keys.dto';
import { SignBody } from './sim.dto';

/** Which keys WeChat works with, while they change. */
@Controller('sim')
export class SimKeysController {
  constructor(private readonly bookkeeper: Bookkeeper) {}

  @Post('sign')
  @HttpCode(200)
  sign(@Body(SimBodyPipe) { with: signer }: SignBody) {
    this.bookkeeper.record({ kind: 'noticeSigner', signer });
    return { with: signer };
  }

  /** A new key of WeChat's, which signs from now on; the merchant finds its public part in the file. */
  @Post('rotate')
  @HttpCode(200)
  async rotate(@Body(SimBodyPipe) { what }: RotateBody) {
    const { keys, now } = this.bookkeeper.desk;
    const { serial, file } = await keys.rotate(what, now);
    return { what, serial, file };
  }

  /** The merchant types another of his keys into the portal. */
  @Post('hold-key')
  @HttpCode(200)
  holdKey(@Body(SimBodyPipe) { version, index }: HoldKeyBody) {
    const { config } = this.bookkeeper.desk;
    const keys = version === 'v2' ? config.WECHAT_PAY_V2_KEY : config.WECHAT_PAY_V3_KEY;
    if (index >= keys.length)
      throw new BadRequestException(`the merchant has ${keys.length} ${version} key(s)`);
    this.bookkeeper.record({ kind: 'keyHeld', version, index });
    return { version, index };
  }
}
