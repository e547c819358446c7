import { IsId } from './validation.pipe';

/** `/:id`, `?id=` and `{id}`. */
export class IdParam {
  @IsId()
  id: number;
}
