import { Address } from './address.entity';

export { Address, type AddressSnapshot } from './address.entity';
export { AddressModule } from './address.module';
export { AddressService } from './address.service';

/** The tables of this room. */
export const addressEntities = [Address];
