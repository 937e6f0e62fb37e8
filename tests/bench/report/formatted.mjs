import { format, resolveConfig } from "prettier";

/** As `npm run check` wants the file. @param {string} file path @param {string} text */
export const formatted = async (file, text) =>
  format(text, { ...(await resolveConfig(file)), filepath: file });
