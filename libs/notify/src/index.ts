export { NoticeErasure } from './notice-erasure.service';
export * from './notify.module';
export { NOTICE_POOL } from './notice-pool';
export { refuseUnread } from './notice-refusal';
