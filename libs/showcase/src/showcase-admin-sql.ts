export interface AdminThemeRow {
  id: number;
  name: string;
  description: string;
  topicPictureId: number;
  headPictureId: number;
  productIds: number[];
}

export const THEME_PICTURES = ({ topicPictureId, headPictureId }: AdminThemeRow): number[] => [
  topicPictureId,
  headPictureId,
];

export const LIST_THEMES = `
  select id, name, description, topic_picture_id as "topicPictureId", head_picture_id as "headPictureId",
    array(select product_id from theme_product where theme_id = theme.id order by position, product_id)
      as "productIds"
  from theme order by id`;

export interface AdminBannerItemRow {
  pictureId: number;
  type: number;
  keyWord: string;
}

export interface AdminBannerRow {
  id: number;
  name: string;
  description: string;
  items: AdminBannerItemRow[];
}

export const LIST_BANNERS = `
  select id, name, description,
    coalesce((select json_agg(json_build_object('pictureId', picture_id, 'type', type, 'keyWord', key_word)
      order by banner_item.id)
      from banner_item where banner_id = banner.id), '[]') as items
  from banner order by id`;
