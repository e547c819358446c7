import { type AppConfig, CommonModule } from '@app/common';
import { Module, type DynamicModule } from '@nestjs/common';
import { Bookkeeper } from './bookkeeper';
import { CashierController } from './cashier.controller';
import { ConsoleController } from './console.controller';
import { Courier } from './courier';
import { DeliveryService } from './delivery.service';
import { FaultService } from './fault.service';
import { HomeController } from './home.controller';
import { KeyRing } from './keys';
import { LoginController } from './login.controller';
import { MiniController } from './mini.controller';
import { MiniDoor } from './mini-door';
import { PayerService } from './payer.service';
import { PushService } from './push.service';
import { SendingLane } from './sending-lane';
import { ShippingController } from './shipping.controller';
import { SimController } from './sim.controller';
import { SimKeysController } from './sim-keys.controller';
import { SimRefundController } from './sim-refund.controller';
import { SimMiniController } from './sim-mini.controller';
import { SimWorldController } from './sim-world.controller';
import { TimeService } from './time.service';
import { TlsPort } from './tls-port';
import { V2Door } from './v2-door';
import { V2PayController } from './v2-pay.controller';
import { V3Door } from './v3-door';
import { V3PayController } from './v3-pay.controller';

/** Tencent, as far as a shop can see it. */
@Module({})
export class SimulatorModule {
  static with(config: AppConfig, keys: KeyRing): DynamicModule {
    return {
      module: SimulatorModule,
      imports: [CommonModule.with(config)],
      controllers: [
        HomeController,
        LoginController,
        MiniController,
        ShippingController,
        V2PayController,
        V3PayController,
        SimController,
        SimKeysController,
        SimRefundController,
        SimMiniController,
        SimWorldController,
        CashierController,
        ConsoleController,
      ],
      providers: [
        { provide: KeyRing, useValue: keys },
        Bookkeeper,
        Courier,
        DeliveryService,
        FaultService,
        MiniDoor,
        PayerService,
        TlsPort,
        PushService,
        SendingLane,
        TimeService,
        V2Door,
        V3Door,
      ],
    };
  }
}
