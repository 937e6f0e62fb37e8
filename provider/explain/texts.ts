import type { Language } from "./language";
import { filled, type Arguments, type Phrase } from "./phrase";
import { CAUSE_TEXTS } from "./texts-causes";
import { FIELD_TEXTS } from "./texts-fields";
import { LINE_TEXTS } from "./texts-lines";
import { PLAN_TEXTS } from "./texts-plan";
import { NAMING_TEXTS, WARNING_TEXTS } from "./texts-warnings";
import { WHO_TEXTS } from "./texts-who";

/*
 * Everything that `explain` says by itself, in English and in Norwegian (bokmål). State and previews are English; what they
 * say is told in other words here.
 */

export const TEXTS = {
  ...PLAN_TEXTS,
  ...LINE_TEXTS,
  ...WHO_TEXTS,
  ...FIELD_TEXTS,
  ...WARNING_TEXTS,
  ...NAMING_TEXTS,
  ...CAUSE_TEXTS,
};
export type TextKey = keyof typeof TEXTS;

export const say = (language: Language, key: TextKey, args: Arguments = {}): Phrase =>
  filled(TEXTS[key][language], args);

export const isTextKey = (key: string): key is TextKey => key in TEXTS;
