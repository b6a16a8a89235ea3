/** Settings as the Meltano Hub lists them: one YAML list, scalars in JSON's form, which YAML reads. */
import type { SettingSchema } from "./setting.ts";

export function hubSettings(settings: readonly (readonly [string, SettingSchema])[]): string {
  return settings.map(([name, setting]) => hubSetting(name, setting)).join("\n");
}

function hubSetting(name: string, setting: SettingSchema): string {
  const members: [string, unknown][] = [
    ["name", name],
    ["label", setting.title],
    ["kind", kindOf(setting)],
    ["value", setting.default],
    ["sensitive", setting.airbyte_secret === true ? true : undefined],
    ["options", setting.enum?.map((value) => ({ label: String(value), value }))],
    ["description", setting.description],
  ];
  const lines = members
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)).join("\n");
}

function kindOf({ type, enum: values }: SettingSchema): string {
  if (values !== undefined) return "options";
  const word = [type].flat().includes("array") ? "array" : type;
  switch (word) {
    case "number":
      return "decimal";
    case "integer":
    case "boolean":
    case "array":
    case "object":
      return word;
    default:
      return "string";
  }
}
