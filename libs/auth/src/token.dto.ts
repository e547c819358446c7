import { IsString, Matches, MaxLength } from 'class-validator';

const NO_CODE = { message: '没有code还想获取token？做梦哦' };
const NO_ACCOUNT = { message: 'ac不能为空' };
const NO_SECRET = { message: 'se不能为空' };
const NO_TOKEN = { message: 'token不允许为空' };
const TOO_LONG = { message: '$property过长' };

export class ShopperLogin {
  /**
   * What `wx.login` gave the mini-program; good once, for five minutes.
   * @example user:alice:1
   */
  @MaxLength(512, TOO_LONG)
  @Matches(/\S/, NO_CODE)
  @IsString(NO_CODE)
  code: string;
}

export class AdminLogin {
  /**
   * The admin's account.
   * @example admin
   */
  @MaxLength(64, TOO_LONG)
  @Matches(/\S/, NO_ACCOUNT)
  @IsString(NO_ACCOUNT)
  ac: string;

  /**
   * The admin's secret; the sandbox prints it when it starts.
   * @example change-me-please
   */
  @MaxLength(128, TOO_LONG)
  @Matches(/\S/, NO_SECRET)
  @IsString(NO_SECRET)
  se: string;
}

export class TokenQuestion {
  /**
   * The token in question.
   * @example 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0
   */
  @MaxLength(128, TOO_LONG)
  @Matches(/\S/, NO_TOKEN)
  @IsString(NO_TOKEN)
  token: string;
}

export class TokenAnswer {
  /**
   * Goes into the header `token` of every later request.
   * @example 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0
   */
  token: string;

  static of(token: string): TokenAnswer {
    return Object.assign(new TokenAnswer(), { token });
  }
}

export class TokenVerdict {
  /** Whether the token still opens doors. */
  isValid: boolean;

  static of(isValid: boolean): TokenVerdict {
    return Object.assign(new TokenVerdict(), { isValid });
  }
}
