import { createRequire } from 'node:module';
import type { FontFiles } from './pdf-maker.js';

const require = createRequire(import.meta.url);

/**
 * Tinos (SIL Open Font License 1.1): the widths of Times New Roman, which official papers use, and every Vietnamese
 * letter.
 */
export const tinos = (): FontFiles => ({
  normal: require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
  italics: require.resolve('@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  bolditalics: require.resolve('@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf'),
});
