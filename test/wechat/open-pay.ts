import { type AppConfig, CommonModule } from '@app/common';
import { WeChatModule, WeChatPayService } from '@app/wechat';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';

/** WeChat Pay as the shop opens it, but for an HTTP client with limits of the test's own; and nothing is logged. */
export async function openPay(config: AppConfig, http: object): Promise<WeChatPayService> {
  const room = Test.createTestingModule({ imports: [CommonModule.with(config), WeChatModule] });
  const opened = await room.overrideProvider(http.constructor).useValue(http).compile();
  Logger.overrideLogger(false);
  return opened.get(WeChatPayService);
}
