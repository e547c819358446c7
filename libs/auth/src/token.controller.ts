import { Body, Controller, Delete, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Primary, Public } from './access.decorators';
import { AdminService } from './admin.service';
import { CurrentSession, type LiveSession } from './caller';
import { SessionService } from './session.service';
import { ShopperService } from './shopper.service';
import { AdminLogin, ShopperLogin, TokenAnswer, TokenQuestion, TokenVerdict } from './token.dto';

@ApiTags('token')
@Controller('token')
export class TokenController {
  constructor(
    private readonly shoppers: ShopperService,
    private readonly admins: AdminService,
    private readonly sessions: SessionService,
  ) {}

  /** 小程序登录 A code of `wx.login` for a token. */
  @Post('user')
  @HttpCode(200)
  @Public('login')
  async logInShopper(@Body() { code }: ShopperLogin): Promise<TokenAnswer> {
    return TokenAnswer.of(await this.shoppers.logIn(code));
  }

  /** 后台登录 An admin's account and secret for a token. */
  @Post('app')
  @HttpCode(200)
  @Public('login')
  async logInAdmin(@Body() { ac, se }: AdminLogin, @Ip() ip: string): Promise<TokenAnswer> {
    return TokenAnswer.of(await this.admins.logIn({ account: ac, secret: se, ip, entryPoint: 'login' }));
  }

  /** 校验令牌 Whether a token is still good. */
  @Post('verify')
  @HttpCode(200)
  @Public()
  async verify(@Body() { token }: TokenQuestion): Promise<TokenVerdict> {
    return TokenVerdict.of((await this.sessions.find(token)) !== undefined);
  }

  /** 退出登录 The token of this request opens nothing any more. */
  @Delete()
  @HttpCode(204)
  @Primary()
  logOut(@CurrentSession() session: LiveSession): Promise<void> {
    return this.sessions.end(session);
  }
}
