import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Exclusive } from './access.decorators';
import { ShopperId } from './caller';
import { ShopperPhoneService } from './shopper-phone.service';
import { PhoneAnswer, PhoneGrant } from './user.dto';

@ApiTags('user')
@Controller('user')
export class UserController {
  constructor(private readonly phones: ShopperPhoneService) {}

  /** 手机号授权 The shopper gives away his own phone number, by a tap. */
  @Post('phone')
  @HttpCode(200)
  @Exclusive()
  async takePhone(@ShopperId() shopperId: number, @Body() { code }: PhoneGrant): Promise<PhoneAnswer> {
    return PhoneAnswer.of(await this.phones.take(shopperId, code));
  }
}
