import { Primary, ShopperId } from '@app/auth';
import { SuccessMessage } from '@app/common';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AddressBody, AddressDto } from './address.dto';
import { AddressService } from './address.service';

/** An admin has no address: `@ShopperId` refuses him, for an admin's id is never a shopper's. */
@ApiTags('address')
@Primary()
@Controller('address')
export class AddressController {
  constructor(private readonly addresses: AddressService) {}

  /** 保存收货地址 Saves the shopper's address, replacing the former one as a whole. */
  @Post()
  async save(@ShopperId() shopperId: number, @Body() body: AddressBody): Promise<SuccessMessage> {
    await this.addresses.save(shopperId, AddressBody.addressOf(body));
    return new SuccessMessage();
  }

  /** 收货地址 The shopper's address. */
  @Get()
  async mine(@ShopperId() shopperId: number): Promise<AddressDto> {
    return AddressDto.of(await this.addresses.one(shopperId));
  }
}
