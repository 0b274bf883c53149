/**
 * Alphabets that programs for "fancy text" offer, from a to z: signs of other scripts chosen for their looks. Unicode's list
 * of confusables does not have most of them; where it does, its reading stands.
 */
export const FANCY_ALPHABETS: readonly string[] = [
  "ᗩᗷᑕᗪᗴᖴᘜᕼᏆᒍᏦᏞᗰᑎᝪᑭᑫᖇᔑᎢᑌᐯᗯ᙭ᎩᏃ",
  "₳฿₵ĐɆ₣₲ⱧłJ₭Ⱡ₥₦Ø₱QⱤ₴₮ɄV₩ӾɎⱫ",
  "卂乃匚ᗪ乇千Ꮆ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙",
  "ﾑ乃cd乇ｷgんﾉﾌズﾚﾶ刀oｱq尺丂ｲu√wﾒﾘ乙",
  "ค๒ς๔єŦﻮђเןкl๓ภ๏קợгรtยשฬץչz",
  "ค๖¢໓ēfງhiวkl๓ຖ໐p๑rŞtนงຟxฯຊ",
  "αв¢∂єƒgнιנкℓмησρqяѕтυνωχуz",
  "ąცƈɖɛʄɠɧıʝƙƖɱŋơ℘զཞʂɬų۷ῳҳყʑ",
  "ąҍçժҽƒցհìʝҟӀʍղօքզɾʂէմѵաҲվՀ",
  "ǟɮƈɖɛʄɢɦɨʝӄʟʍռօքզʀֆȶʊʋաӼʏʐ",
  "ᏗᏰፈᎴᏋᎦᎶᏂᎥᏠᏦᏝᎷᏁᎧᎮᎤᏒᏕᏖᏬᏉᏇጀᎩፚ",
  "ꍏꌃꉓꀸꍟꎇꁅꃅꀤꀭꀘ꒒ꂵꈤꂦꉣꆰꋪꌗ꓄ꀎꃴꅏꊼꌩꁴ",
  "ለጌርዕቿቻኗዘጎጋጕረጠክዐየዒዪነፕሁሀሠሸሃጊ",
  "Ⱥβ↻ᎠƐƑƓǶįلҠꝈⱮហටφҨའϚͲԱỼచჃՎɀ",
  "λßȻɖεʃĢħίĵκιɱɴΘρƣřšτμνώχψζ",
  "ᗛᗾᏟᗞᗴᖴᘜᕼᎥᒎᏦᒺᘻᘉᗝᕵᕴᖇSᎢᑌᕓᗯ᙭ᖻᗱ",
  "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵",
];
