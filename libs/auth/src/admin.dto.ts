import { beijingTime, IsShortText, SuccessMessage } from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import type { AdminListed } from './admin-desk.service';
import { ADMIN_ROLES, type AdminRole } from './admin-role';

const ROLE = { message: `role必须是${ADMIN_ROLES.join('、')}之一` };
const SECRET = { message: '$property必须是12至128个字符' };
/** As the login takes it. */
const OLD_SECRET = { message: '$property必须是1至128个字符' };

export class RoleBody {
  /** owner: 所有者, everything; operator: 运营, all but the admins themselves and erasing shoppers; reader: 只读. */
  @ApiProperty({ enum: ADMIN_ROLES })
  @IsIn(ADMIN_ROLES, ROLE)
  role: AdminRole;
}

export class SecretBody {
  /**
   * 12 characters at least 至少12个字符.
   * @example correct-horse-battery
   */
  @Length(12, 128, SECRET)
  @IsString(SECRET)
  secret: string;
}

export class OwnSecretBody extends SecretBody {
  /**
   * The one that is to be replaced 原密码.
   * @example change-me-please
   */
  @Length(1, 128, OLD_SECRET)
  @IsString(OLD_SECRET)
  old_secret: string;
}

export class AdminBody extends SecretBody {
  /** For `token/app`, by the letter 登录账号. @example wang */
  @IsShortText(64)
  account: string;

  @ApiProperty({ enum: ADMIN_ROLES })
  @IsIn(ADMIN_ROLES, ROLE)
  role: AdminRole;
}

export class CreatedAdmin extends SuccessMessage {
  admin_id: number;

  static of(id: number): CreatedAdmin {
    return Object.assign(new CreatedAdmin(), { admin_id: id });
  }
}

export class MeView {
  id: number;
  /** @example admin */
  account: string;
  /** @example owner */
  role: string;

  static of({ id, account, role }: Pick<AdminListed, 'id' | 'account' | 'role'>): MeView {
    return { id, account, role };
  }
}

export class AdminView extends MeView {
  /** Whether it takes no login from somewhere for a while, after five wrong ones from there 是否被临时锁定. */
  locked: boolean;
  /** @example 2026-01-01 08:30:00 */
  create_time: string;
  disable_time: string | null;

  static override of(admin: AdminListed): AdminView {
    return {
      ...MeView.of(admin),
      locked: admin.isLocked,
      create_time: beijingTime(admin.createdAt),
      disable_time: admin.disabledAt && beijingTime(admin.disabledAt),
    };
  }
}
