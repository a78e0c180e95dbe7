import { mix, type Color } from './color.ts';
import type { Random } from './random.ts';

/** How the hair is worn. */
export type HairStyle =
  | 'long' | 'wavy' | 'bob' | 'bun' | 'ponytail' | 'pixie' | 'afro' | 'curls' | 'sideParted' | 'quiff' | 'crew'
  | 'receding' | 'bald' | 'scarf'; // prettier-ignore

/** What is worn at the neck. */
export type Clothes = 'tee' | 'shirt' | 'hoodie' | 'turtleneck' | 'blazer' | 'scoop';

/** The person in a picture: everything that does not change with the emotion. Shares are 0..1 unless said otherwise. */
export interface Subject {
  readonly feminine: boolean;
  /** 0 a young adult, 1 very old. */
  readonly age: number;
  readonly skin: { readonly base: Color; readonly light: Color; readonly shade: Color; readonly deep: Color; readonly lip: Color };
  readonly hair: { readonly style: HairStyle; readonly color: Color; readonly light: Color; readonly dark: Color };
  readonly brow: Color;
  readonly iris: Color;
  readonly clothes: { readonly kind: Clothes; readonly color: Color; readonly under: Color };
  /** Stubble or beard: 0 none, 1 full. */
  readonly beard: number;
  readonly moustache: boolean;
  readonly glasses: boolean;
  readonly freckles: boolean;
  readonly earrings: boolean;
  /** Factors around 1 for the width of head, jaw, eyes, nose, mouth, and the fullness of lips. */
  readonly width: number;
  readonly jaw: number;
  readonly eyes: number;
  readonly nose: number;
  readonly mouth: number;
  readonly lips: number;
  readonly browThickness: number;
  /** Head turned to the picture's left (-1) or right (1). */
  readonly turn: number;
  /** Side that the light comes from. */
  readonly lightSide: -1 | 1;
  /** Which backdrop, and its two colours. */
  readonly backdrop: { readonly kind: Backdrop; readonly color: Color; readonly accent: Color };
}

/** What stands behind the person. */
export type Backdrop = 'studio' | 'bokeh' | 'window' | 'hills' | 'arches' | 'sun';

/** What a prompt asks for, apart from the emotion; all generators get the same for the same prompt. */
export interface Request {
  readonly feminine: boolean;
  readonly age: number;
  readonly backdrop: Backdrop;
}

const SKINS = ['#f7dac8', '#f2cbab', '#e8b992', '#dba47b', '#c68d63', '#a9724c', '#8c5a3b', '#70462f', '#593726'];
const HAIRS: readonly (readonly [Color, number])[] = [
  ['#1d191c', 5], ['#35241d', 5], ['#583822', 4], ['#7b4a2a', 3], ['#93452a', 1.6], ['#c2934f', 2], ['#dcbd80', 1],
]; // prettier-ignore
const IRISES = ['#4a2f1d', '#5d3b20', '#6b4a25', '#3f6a4a', '#4c7f9c', '#5f8fae', '#6f7f7a'];
const CLOTHES_COLORS = [
  '#2f4858', '#33658a', '#86bbd8', '#758e4f', '#f6ae2d', '#d1603d', '#7d3c4a', '#5b4b8a', '#3d405b', '#81b29a', '#e07a5f',
  '#e9d8c3', '#264653', '#8d99ae', '#b56576', '#355070',
]; // prettier-ignore
const BACKDROPS: readonly (readonly [Color, Color])[] = [
  ['#cfdde3', '#9db9c6'], ['#e9dccb', '#cdb395'], ['#d8e2d2', '#a3bb9b'], ['#e6d5dc', '#c19fb0'], ['#c9cfe4', '#8f9ac4'],
  ['#f1dfb8', '#deb06b'], ['#b7c9c3', '#6f9488'], ['#d9d2cc', '#a39489'], ['#bcd6e8', '#6fa3c7'], ['#e8c9b9', '#c78468'],
]; // prettier-ignore
const FEMININE_HAIR: readonly (readonly [HairStyle, number])[] = [
  ['long', 4], ['wavy', 4], ['bob', 4], ['bun', 3], ['ponytail', 3], ['pixie', 2], ['afro', 2], ['curls', 2], ['scarf', 1.2],
]; // prettier-ignore
const MASCULINE_HAIR: readonly (readonly [HairStyle, number])[] = [
  ['sideParted', 4], ['quiff', 4], ['crew', 3], ['curls', 2.5], ['pixie', 1.5], ['afro', 1], ['bald', 1.2], ['wavy', 0.6],
]; // prettier-ignore

/** Reads what a prompt asks for from the prompt's own numbers. */
export function requestOf(random: Random): Request {
  return {
    feminine: random.chance(0.5),
    age: random.weighted([[random.between(0, 0.2), 5], [random.between(0.2, 0.5), 4], [random.between(0.62, 1), 2]]), // prettier-ignore
    backdrop: random.pick(['studio', 'bokeh', 'window', 'hills', 'arches', 'sun']),
  };
}

/** One generator's idea of the person a prompt asks for. */
export function subjectOf(request: Request, random: Random): Subject {
  const { feminine, age } = request;
  const tone = random.pick(SKINS);
  const dark = SKINS.indexOf(tone) > 4;
  const style = hairStyle(request, random);
  const color = hairColor(age, dark, random);
  const [wall, accent] = random.pick(BACKDROPS);
  const masculineFactor = feminine ? 0 : 1;
  return {
    feminine,
    age,
    skin: {
      base: tone,
      light: mix(tone, '#fff0dc', dark ? 0.22 : 0.42),
      shade: mix(tone, dark ? '#2a0f0c' : '#8e3f2c', dark ? 0.34 : 0.3),
      deep: mix(tone, dark ? '#180806' : '#5a231d', dark ? 0.6 : 0.62),
      lip: mix(mix(tone, '#b3323f', feminine ? 0.5 : 0.3), '#3a0a12', dark ? 0.18 : 0.06),
    },
    hair: { style, color, light: mix(color, '#ffe6c0', 0.26), dark: mix(color, '#0d0710', 0.45) },
    brow: mix(mix(color, '#1c1210', age > 0.7 ? 0.25 : 0.5), tone, 0.06),
    iris: dark ? random.pick(IRISES.slice(0, 3)) : random.pick(IRISES),
    clothes: {
      kind: random.pick<Clothes>(feminine ? ['tee', 'scoop', 'turtleneck', 'shirt', 'blazer'] : ['tee', 'shirt', 'hoodie', 'blazer', 'turtleneck']),
      color: random.pick(CLOTHES_COLORS),
      under: random.pick(['#f4efe6', '#e8eef2', '#dfe6da', '#f2e3e0']),
    },
    beard: feminine ? 0 : random.weighted([[0, 5], [random.between(0.2, 0.4), 2], [random.between(0.6, 1), 1.9]]), // prettier-ignore
    moustache: !feminine && random.chance(0.14),
    glasses: random.chance(0.05 + 0.1 * age),
    freckles: !dark && age < 0.4 && random.chance(0.18),
    earrings: feminine && random.chance(0.45),
    width: random.normal(feminine ? 0.97 : 1.02, 0.03),
    jaw: random.normal(feminine ? 0.93 : 1.02, 0.03),
    eyes: random.normal(feminine ? 1.06 : 0.98, 0.04),
    nose: random.normal(feminine ? 0.92 : 1.06, 0.07),
    mouth: random.normal(1.05, 0.05),
    lips: random.normal(feminine ? 1.15 : 0.88, 0.13),
    browThickness: random.normal(0.82 + 0.36 * masculineFactor, 0.1),
    turn: random.normal(0, 0.45),
    lightSide: random.chance(0.5) ? 1 : -1,
    backdrop: { kind: request.backdrop, color: wall, accent },
  };
}

function hairStyle({ feminine, age }: Request, random: Random): HairStyle {
  if (!feminine && age > 0.45 && random.chance(0.5)) return random.chance(0.7) ? 'receding' : 'bald';
  if (feminine && age > 0.7 && random.chance(0.6)) return random.pick<HairStyle>(['bun', 'bob', 'curls', 'pixie']);
  return random.weighted(feminine ? FEMININE_HAIR : MASCULINE_HAIR);
}

function hairColor(age: number, dark: boolean, random: Random): Color {
  const natural = dark ? random.pick(['#1a1618', '#241a18', '#30201a']) : random.weighted(HAIRS);
  if (age > 0.6) return mix(random.pick(['#c9c7c6', '#dedbd6', '#a7a4a4']), natural, random.between(0, 0.14));
  if (age > 0.4 && random.chance(0.5)) return mix(natural, '#a5a1a0', random.between(0.25, 0.6));
  return natural;
}
