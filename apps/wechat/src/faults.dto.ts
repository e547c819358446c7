import type { FaultService } from './fault.service';
import { type FaultKind, FAULTS, FAULTY_ENDPOINTS, isUndone, KINDS_OF } from './faults';
import { isMiniFault } from './mini-endpoints';

function kindDto(kind: FaultKind) {
  const nothingDone = isUndone(kind) || isMiniFault(kind) || kind === 'drop';
  return { kind, does: FAULTS[kind], work_done: !nothingDone };
}

function endpointDto(faults: FaultService, endpoint: (typeof FAULTY_ENDPOINTS)[number]) {
  const { kind, times } = faults.planned(endpoint) ?? {};
  return { endpoint, kinds: KINDS_OF[endpoint], planned: kind && { kind, times } };
}

/** Every kind of fault with what it does, and every endpoint with the kinds that can befall it and the one that will. */
export class FaultsDto {
  kinds: ReturnType<typeof kindDto>[];
  endpoints: ReturnType<typeof endpointDto>[];

  static of(faults: FaultService): FaultsDto {
    const kinds = (Object.keys(FAULTS) as FaultKind[]).filter((kind) => kind !== 'none');
    return {
      kinds: kinds.map(kindDto),
      endpoints: FAULTY_ENDPOINTS.map((endpoint) => endpointDto(faults, endpoint)),
    };
  }
}
