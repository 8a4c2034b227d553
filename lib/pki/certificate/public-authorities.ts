// Written by script/generate-public-authorities.ts from the roots of Node.js v24.21.0; do not edit.

/** SHA-256 of the SubjectPublicKeyInfo, and the subject key identifier, of the roots of the web's public key infrastructure. */
export const publicAuthorities: readonly (readonly [spkiFingerprint: string, subjectKeyId: string])[] = [
  // AC RAIZ FNMT-RCM SERVIDORES SEGUROS
  ['453b74809b69019627f2f843001db5950cdd1d45371053e7f3dfdbc3714113c6', '01b92fefbf118660f24fd0416eab731fe7d26e49'],
  // ACCVRAIZ1
  ['05570ae6eb0fceb4210e6db79486b7094caf200401e149b6677441b5f25e449b', 'd287b4e3df37279355f656ea81e536cc8c1e3fbd'],
  // ANF Secure Server Root CA
  ['9a52ff6a3cb6e353a08567e0dc9c395b300d60a22292ab8c18c1656b2983ae90', '9c5fd06c63a35f93ca939808ad8c87a52c5cc137'],
  // Actalis Authentication Root CA
  ['25d4913cf587097414d29d26f6c1b1942cd6d64eaf45d0fcf81526adba96d324', '52d8883ac89f7866ed89f37b387094c9020236d0'],
  // Amazon Root CA 1
  ['fbe3018031f9586bcbf41727e417b7d1c45c2f47f93be372a17b96b50757d5a2', '8418cc8534ecbc0c94942e08599cc7b2104e0a08'],
  // Amazon Root CA 2
  ['7f4296fc5b6a4e3b35d3c369623e364ab1af381d8fa7121533c9d6c633ea2461', 'b00cf04c30f405580248fd33e552af4b84e36652'],
  // Amazon Root CA 3
  ['36abc32656acfc645c61b71613c4bf21c787f5cabbee48348d58597803d7abc9', 'abb6dbd7069e37ac3086079170c79cc419b178c0'],
  // Amazon Root CA 4
  ['f7ecded5c66047d28ed6466b543c40e0743abe81d109254dcf845d4c2c7853c5', 'd3ecc73a656ecce1da769a56fb9cf3866d57e581'],
  // Atos TrustedRoot Root CA ECC TLS 2021
  ['608963c78c455e6e34b072468ace0956cff18d34643f9f305b7162fa181979fc', '762825d67de0669a7a09b26a3b8e33d736d34fa2'],
  // Atos TrustedRoot Root CA RSA TLS 2021
  ['f7ca77a610e3d42447240692dbd57cfd13cf042acd2062e6a62b87b9ed81c1a7', '744999d1ffb47a684575c37eb4dcccce3933da08'],
  // Autoridad de Certificacion Firmaprofesional CIF A62634068
  ['3b0d73b4be4a854adc3e51d7ef9fa48aefbb2cdd824d67bdc7d7d09a2abc2d43', '65cdebab351e003e7ed574c01cb473470e1a642f'],
  // BJCA Global Root CA1
  ['ebc55f21e88d49ede81c0075ab08b3c73b81f0f33e37d7641a1d01b6e602dc9d', 'c5efedccd88d21c648e4e3d7142ea71693e59801'],
  // BJCA Global Root CA2
  ['cc94a5a0319ff77a4ccadd821c4c59674e44d52816cbd1dfe2c761370ad4d21c', 'd24ab1517f06f0d1821f4e6e5fab83fc48d4b091'],
  // Buypass Class 2 Root CA
  ['5955ae291574a931342cf7450e16652ede1e0fb3097e1571dfac11c915601564', 'c98077e0629282f5469cf3baf74cc3deb8a3ad39'],
  // Buypass Class 3 Root CA
  ['b03d87b056d08cc9d4e675ef19ca83ab53532168a8258598be72e6d85c7dd7c1', '47b8cdffe56feef8b2ec2f4e0ef925b08e3c6bc3'],
  // CA Disig Root R2
  ['702116ccd8bf23e16466f0e0dba0ed6a239a9c1cd6a8f5a66b39af3595020385', 'b599f8afb094f5e320d60aadce4e56a42e6e42ed'],
  // CFCA EV ROOT
  ['dd5ed1c090f9f448061baa94a6bb11017544e9eefaa20cc714ce6c633f5dc629', 'e3fe2dfd28d00bb5bab6a2c4bf06aa058c93fb2f'],
  // COMODO ECC Certification Authority
  ['e7ca91bbfbb18788057b3a8070446ea5291160194102f7dcc3b9848c63cb9cd5', '7571a7194819bc9d9dea4147df94c4487799d379'],
  // COMODO RSA Certification Authority
  ['82b5f84daf47a59c7ab521e4982aefa40a53406a3aec26039efa6b2e0e7244c1', 'bbaf7e023dfaa6f13c848eadee3898ecd93232d4'],
  // Certainly Root E1
  ['1ef64625daa2e5d433d7449ae31a200d1025e0012a8fecfa70932f8b599b75dd', 'f32818cb6475ee292aebedae23583885ebc82207'],
  // Certainly Root R1
  ['3f93f3fcf79d225d213eef6a4a3f5885cf84fe3d7a7a3c11553517688c0e2100', 'e0aa3f258d9f445cc13ae82eae774c843e670cf4'],
  // Certigna Root CA
  ['8e8046ec4cac015a507ce0d2d0154a4b40e8e42b3165cfa546571435112d17e5', '188756e06e77ee24353c4e739a1fd6e1e2797e2b'],
  // Certum EC-384 CA
  ['de7b6932e9c44582ce0de07abdab7eea90c75d6d2a07331df57bd5cb88553d13', '8d06667424763af389f7bcd6bd477d2fbc105f4b'],
  // Certum Trusted Network CA
  ['aa2630a7b617b04d0a294bab7a8caaa5016e6dbe604837a83a85719fab667eb5', '0876cdcb07ff24f6c5cdedbb90bce284374675f7'],
  // Certum Trusted Network CA 2
  ['6b3b57e9ec88d1bb3d01637ff33c7698b3c9758255e9f01ea9178f3e7f3b2b52', 'b6a1543902c3a03f8e8abcfad4f81ca6d13a0efd'],
  // Certum Trusted Root CA
  ['681dc482c296c8402c6ebb20e68309a3bc846523ae34b984a84ee697a3312db7', '8cfb1c75bc02d39f4e2e48d9f96054aac4b34ffa'],
  // D-TRUST BR Root CA 1 2020
  ['603f76f28c9feba83ec751edb66c8d7523ea40fe49fe74427629f50dabbcf55a', '739110abff55b35a7c0925d5b2ba08a06bab1f6d'],
  // D-TRUST BR Root CA 2 2023
  ['ac76f63a46e761b5acc3259705c920cb7f0563d248d8d180f934af68099a15f9', '6790f0d6deb518d546297e5cabf89e08bc649510'],
  // D-TRUST EV Root CA 1 2020
  ['9d37e4a989eab3882d116052fc8b58446702cb593726e4604c3795940c7103e2', '7f100116373aa428e450f8a4f7ec6b32b6fee98b'],
  // D-TRUST EV Root CA 2 2023
  ['e753cdd9f13413c7ca9cda82962f8c0ce5ed13d1657312954af5267eb2cb7c79', 'aafc91101b87915f16b9bf4f4b915e001cb13280'],
  // D-TRUST Root Class 3 CA 2 2009
  ['eca0f181402ce7a8652b31b4d036df247e3a30b7f41a50d91ec4f90b006b43a1', 'fdda14c49f30de21bd1e4239fcab632349e0f184'],
  // D-TRUST Root Class 3 CA 2 EV 2009
  ['ff342fb6c4c8bd30a4706f73489539f19e6e48cc05f46254654f6610dbc540e9', 'd3948a4c62132a192eccaf728a7d36d79a1cdc67'],
  // DigiCert Assured ID Root G2
  ['f1c6ba670cfc88e4df52973cae420f0a089dd474144fe5806c420064e1591229', 'cec34ab99955f2b8db60bfa97ebd56b59736a7d6'],
  // DigiCert Assured ID Root G3
  ['15eed339594b304f8cf847b477371d8d6fec61f4db2b01af589e7c53b35cae4c', 'cbd0bda9e1980551a14d37a28379ce8d1d2ae484'],
  // DigiCert Global Root G2
  ['8bb593a93be1d0e8a822bb887c547890c3e706aad2dab76254f97fb36b82fc26', '4e2254201895e6e36ee60ffafab912ed06178f39'],
  // DigiCert Global Root G3
  ['b94c198300cec5c057ad0727b70bbe91816992256439a7b32f4598119dda9c97', 'b3db48a4f9a1c5d8ae3641cc1163696229bc4bc6'],
  // DigiCert TLS ECC P384 Root G5
  ['a02fafa192c8cb81cb1341554f9c05b71cca2a890b0d1298d683647c961efbdf', 'c151455059ab3ee72c5afa2022120780887c116a'],
  // DigiCert TLS RSA4096 Root G5
  ['6a97b51c8219e93e5dec64bad5806cdeb0f8355be47e757010b702456e01aafd', '51331ced3640af17d325cd6968f2af4e233eb341'],
  // DigiCert Trusted Root G4
  ['59df317bfa9f4f0ab7ca514d7772296aa2c765b87664d08b96e57399e364729c', 'ecd7e382d2715d644cdf2e673fe7ba98ae1c0f4f'],
  // GDCA TrustAUTH R5 ROOT
  ['ceb19411c65052c757f941eb826c96941e4d08d096c7db7e7ea3c4f8c13f1a13', 'e2c9409f4dcee89aa17ccf0e3f65c529886a1951'],
  // GTS Root R1
  ['871a9194f4eed5b312ff40c84c1d524aed2f778bbff25f138cf81f680a7adc67', 'e4af2b26711a2b4827852f52662ceff08913713e'],
  // GTS Root R3
  ['4179edd981ef747477b49626408af43daa2ca7ab7f9e082c1060f84096774348', 'c1f126baa02dae8581cfd3f12a12bdb80a67fdbc'],
  // GTS Root R4
  ['9847e5653e5e9e847516e5cb818606aa7544a19be67fd7366d506988e8d84347', '804cd6eb74ff4936a3d5d8fcb53ec56af0941d8c'],
  // GlobalSign
  ['706bb1017c855c59169bad5c1781cf597f12d2cad2f63d1a4aa37493800ffb80', '8ff04b7fa82e4524ae4d50fa639a8bdee2dd1bbc'],
  // GlobalSign
  ['7e0ead76bb6819dc2f54511a84354f6e8b307b9dd82058ea6c004f01d9dda5df', '3de629489bea07ca21444a26de6eded283d09f59'],
  // GlobalSign
  ['682747f8ba621b87cdd3bc295ed5cabce722a1c0c0363d1d68b38928d2787f1e', 'ae6c05a39313e2a2e7e2d71cd6c7f07fc86753a0'],
  // GlobalSign
  ['08b3a6335fce5ef48f8f0e543986c07fd18a3b1226129f61864bbd5bdd1f1cc9', '54b07bad45b8e2407ffb0a6efbbe33c93ca384d5'],
  // GlobalSign Root E46
  ['e04a022ce32f4ccf2c7f6046287b828a32a909f5e751447f83fd2c71f6fd8173', '310a908fb6c69dd2444b80b5a2e61fb1124f1b95'],
  // GlobalSign Root R46
  ['ae7f962cb9e6a7dbf7b833fb18fa9b71a89175df949c232b6a9ef7cb3df2bbfc', '035cab738187a8ccb0a6d594e2369649ff05992c'],
  // Go Daddy Root Certificate Authority - G2
  ['2a8f2d8af0eb123898f74c866ac3fa669054e23c17bc7a95bd0234192dc635d0', '3a9a8507106728b6eff6bd05416e20c194da0fde'],
  // HARICA TLS ECC Root CA 2021
  ['fc784300ec8df4d3d1bad763835182918d52a9ff0238bdf695a1cd9bdb98321c', 'c91b538112fe04d516d1aabc9a6fb7a095196eca'],
  // HARICA TLS RSA Root CA 2021
  ['693c9aa6b245b3b0261637750863eadb6c248a16e52d6f4bc90c86bbf32d7042', '0a4823a660a4920a33ea935bc557ea254dbd12ee'],
  // Hellenic Academic and Research Institutions ECC RootCA 2015
  ['bb52086d0639e8db332775ac8f4e8435d92ceb00f4e24f28fc0eabe240772e80', 'b4220b829924010e9cbbe40efdbffb972093992a'],
  // Hellenic Academic and Research Institutions RootCA 2015
  ['50cc86ba96db3263c79a43ead07553d9f56659e6907e72d8c026637a1cdc85dc', '711567c8c8c9bd755d72d038186a9df37124540b'],
  // HiPKI Root CA - G1
  ['79caaf5347e6e4a94c8e78a98496fc74020f809ede13f220fab6104c8ded329f', 'f27717fa5ea8fef63d71d568bac9460c38d8afb0'],
  // Hongkong Post Root CA 3
  ['2541e53ba5b3b07acbe7097ac4a03e040c11cf7a6d4a67cb213d558b50167a06', '179dcd1e8bd6392b70d35cd4a0b81fb000fcc561'],
  // ISRG Root X1
  ['0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3', '79b459e67bb6e5e40173800888c81a58f6e99b6e'],
  // ISRG Root X2
  ['762195c225586ee6c0237456e2107dc54f1efc21f61a792ebd515913cce68332', '7c4296aede4b483bfa92f89e8ccf6d8ba9723795'],
  // IdenTrust Commercial Root CA 1
  ['07e854f26a7cbd389927aa041bfef1b6cd21dd143818ad947dc655a9e587fe88', 'ed4419c0d3f0068beea47bbe42e72654c88e3676'],
  // IdenTrust Public Sector Root CA 1
  ['58dd61feb36ea7d258724371709149cb121337864cacb2d0999ad20739d06477', 'e371e09ed8a742d9db71916b9493ebc3a3d114a3'],
  // Izenpe.com
  ['952c2039c0243eb515dd73d83fc3643184874feb0862a9837731ed9b4742e17a', '1d1c650ea8f2257bb491cfe4b1b1e6bd55746c05'],
  // Microsec e-Szigno Root CA 2009
  ['616167201433aea6c8e5e3070afcaf6749188f814bd1abb179ae8dad3abf26ec', 'cb0fc6df4243cc3dcbb54823a11a7aa62abb3468'],
  // Microsoft ECC Root Certificate Authority 2017
  ['35f53ce1264611e03340fe37e1ec7d4cc986c5613dca70fd04aa44545f2daf28', 'c8cb997270520cf8e6beb20457292acf4210ed35'],
  // Microsoft RSA Root Certificate Authority 2017
  ['b2f7298b52bf2c3cac4ddfe72de4d682ac58957595982f2b62301af597c699c5', '09cb597f86b2708f1ac339e3c0d9e9bfbb4db223'],
  // NAVER Global Root Certification Authority
  ['786ffa578618c3b9a311175e50816f4dda0605c3869f296ebc5943bf09f4e904', 'd29f88dfa1cd2cbdecf53b0101933327b2eb604b'],
  // NetLock Arany (Class Gold) Főtanúsítvány
  ['f48badd7df6a06690d0ae31373b12855f8dedb14517f362a313101cc98cc6b35', 'ccfa6793f0b6b8d0a5c01ef353fd8c53df83d796'],
  // OISTE Server Root ECC G1
  ['d439dd80f1e3bc5c9e5f13e8bff7a8887df9dc1c3e19d76af70c8f8d985eef22', '374d8865cffc3d8ad5a3f149c04e0c106f42b49c'],
  // OISTE Server Root RSA G1
  ['b964e141d3a55cae180ea6a1a8d4a297de26f11833c673569d196fb533a98710', 'f2c9c10f0d6300bbec450e4a1fb5b1b336cd0e8d'],
  // OISTE WISeKey Global Root GB CA
  ['149f2ee63b9a5e5803240a770dc991fc2e3445e62831c245a49bc4f1f738ff9c', '350fc836635ee2a3ecf93b6615ce5152e3919a3d'],
  // OISTE WISeKey Global Root GC CA
  ['fd371bea9755ff60c8828c849b8e5215de532d61b009855fa0ad630d90eef82e', '488714ace3c39e90603ad7ca89eed3ad8cb45066'],
  // OU=AC RAIZ FNMT-RCM,O=FNMT-RCM,C=ES
  ['2fc5667a4b9a2678ed6ac6ad25465fcbf6094bfcd9504097c7a8fa47ade5e888', 'f77dc5fdc4e89a1b7764a7f51da0ccbf87609a6d'],
  // OU=Security Communication RootCA2,O=SECOM Trust Systems CO.\,LTD.,C=JP
  ['3380709af3b096be3cc2a40548142c0a520028db09e2cb77ae2206616ab6cbb4', '0a85a9776505987c4081f80f972c38f10aec3ccf'],
  // OU=certSIGN ROOT CA G2,O=CERTSIGN SA,C=RO
  ['cbad7b1d384849df0946b7ee8e7f5f7ce3aed876fda7bc9d30d8b16f29ff2c53', '82212d66c6d7a0e015ebce4c0977c4609e546e03'],
  // QuoVadis Root CA 1 G3
  ['86a68f050034126a540d39db2c5f917ef66a94fb9619fa1ecd827cea46ba0cb0', 'a397d6f35ea210e1ab459f3c17643cee01709ccc'],
  // QuoVadis Root CA 2 G3
  ['4a49edbd2f8f8230bd5592b313573fe1c172a45fa98011cc1eddbb36ade3fce5', 'ede76f765abf60ec495bc6a577bb7216719bc43d'],
  // QuoVadis Root CA 3 G3
  ['f3438e23b3ce532522facf307923f58fd18608e9ba7addc30e952b43c49616c3', 'c617d0bca8ea0243f21b06995d2b9020b9d79ce4'],
  // SECOM TLS ECC Root CA 2024
  ['294679e0f97ffd474f19567b36382394e1b4960e030975e66353452034a3c5ea', '3b76117b2974e24e064c568240d0212f7ab3c9d5'],
  // SECOM TLS RSA Root CA 2024
  ['f0e0b6fbe8b74d4f82d8ed8f8bd6a3d083dc19db3d2cedb1061ccb76d848ee7d', '2ceb72128e58776435155635015707a97d0d36e6'],
  // SSL.com EV Root Certification Authority ECC
  ['348767cdad3bdd28b2b8dd5351aec30c68cec5cd69d276df3827dbc4f5806464', '5bca5ee5ded281aacda82d6451b6d9729b97e64f'],
  // SSL.com EV Root Certification Authority RSA R2
  ['7cd67c248f69d83fc2f9bb01dcb1f7ad67a363d046043796d0984c3a231f6bb0', 'f960bbd4e3d534f6b8f5068025a773db4669a89e'],
  // SSL.com Root Certification Authority ECC
  ['a320f4d534d7be97c1ae8dd0499735bc895c323add2d388bfccf662c23d7f99a', '82d1857330e73504d38e0292fbe5a4d1c421e8cd'],
  // SSL.com Root Certification Authority RSA
  ['d1c45377ebdcd618cd1651dc2e02c21d751e5aa9fcd1b3431ff6ecf6a31348fa', 'dd040907a2f57a7d5253129295ee3880250da659'],
  // SSL.com TLS ECC Root CA 2022
  ['1bf00d5c8f13c094dd17e00504cf0888850f12fd067fa1f92c0fdbf60b86e321', '898f2fa3e82ba014547bf356b8265f67380b9cd0'],
  // SSL.com TLS RSA Root CA 2022
  ['2bcf553a66f570900ddd32ba6dfe1ecc06c9182d662dc1b60e1f7b767c2bdd54', 'fb2e37eee3847a272ecd1935b1337cffd44442b9'],
  // SZAFIR ROOT CA2
  ['6e364b6133deefdcbb21273c5f445a20afbc05038d5b021c0c2153039016345b', '2e16a94a18b5cbccf56f50f3235ff85de7acf0c8'],
  // Sectigo Public Server Authentication Root E46
  ['b0b56335468561f5bb9fa12d801784a633a572705d34f32b643445dfa8b005d1', 'd122da4c59f14b5f2638aa9dd6eeeb0dc3fba961'],
  // Sectigo Public Server Authentication Root R46
  ['0e8bb18bbeefb381be21bfc1a206d317298462ad104855f04a0542699708d3d4', '5673586495f9921ab0122a046279a14015882149'],
  // SecureSign Root CA14
  ['581cc15821169694c39c2991b53e93ab945a42b076661774c2ecf38a3323acea', '0693a30a5e286937aa611debebfc2d6f23e4f3a0'],
  // SecureSign Root CA15
  ['f0011f92fcf9be36c7a5b36e7bc862ab20e94ef36fea8a561db0a8d7750c1f51', 'eb41c8aefcd59e5148f5bd8bf4872093412bd3f4'],
  // Security Communication ECC RootCA1
  ['3329bfa13b6007ab5fc3713f0acb289426e2fbc99cc5c110a914b139571600b6', '861ce7fe2da54a8b08fe2811fabea366f860592f'],
  // Starfield Root Certificate Authority - G2
  ['808d68b3fab4884a5f971ace7d10550d7a95a163774f3ec36afffb213fbe4c74', '7c0c321fa7d9307fc47d68a362a8a1ceab075b27'],
  // Starfield Services Root Certificate Authority - G2
  ['2b071c59a0a0ae76b0eadb2bad23bad4580b69c3601b630c2eaf0613afa83f92', '9c5f00dfaa01d7302b3888a2b86d4a9cf2119183'],
  // SwissSign RSA TLS Root CA 2022 - 1
  ['ebc978ae0dd9e5822d6b19652596f620c93d7caefa952191cb050a632ca9005f', '6f8e628b9343b0e140f6a7c3fdf10fb80f1538a5'],
  // T-TeleSec GlobalRoot Class 2
  ['6106c0e3a0a299831875127bd7d3cc1859803d511cac11eb6e0840dd166fc10e', 'bf5920360079a0a0226b8cd5f261d2b82ccb824a'],
  // T-TeleSec GlobalRoot Class 3
  ['8d767764b3cbda08929d072a22a561f4dcdd1bc57d3cbddc948c47d2b47f9122', 'b503f7763b61826a12aa1853eb032194bffececa'],
  // TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1
  ['55e00be277ceb0545299f24fd9f877e2acf32852db43ffcd29bca74b39b4c9fa', '653fc78a86c63cdd3c545c35f83aed520c4757c8'],
  // TWCA CYBER Root CA
  ['06600b94c0318bb6967f0c7787cc8a1032a179c4e95e3c5760b32e290f7fec9b', '9d8561147cc1626f9768e44f3740e1ade00d5637'],
  // TWCA Global Root CA
  ['c444b5b66ce5d71e1b5e40f27385c95cbfd24a05b56f70cac0992f0f50c3379c', ''],
  // TWCA Root Certification Authority
  ['92c46879626ef2cc1ecea50c72fb5e385844095f21cbf3b283cb82e6b9fc6a58', '6a385b268dde8b5af24f7a54831918e30835a6ba'],
  // Telekom Security TLS ECC Root 2020
  ['eab0de5a46419010b01b2d55553fc111aa82b43d9395edfeaeaa8c76e6ad1995', 'e372cc6e959947b1e6b3614cd1cbabe3bacdde9f'],
  // Telekom Security TLS RSA Root 2023
  ['0e05e9bb23869eb689dc56839dcec475a3ae75fa6b50bc5a4978360cbe673323', 'b6a797823d74859bf73c9f939a957975528c6d47'],
  // Telia EC TLS Root CA v3
  ['4c821d7d89adf08c1e951c92b841b4a3c18261b9ce426f337cc0e3805499ba0e', 'd464e843883a732fd01a7182360b5e85dec7de43'],
  // Telia RSA TLS Root CA v3
  ['536cfdae8a6257bf14266c43285958d0f9b937e3068e2a215374170133a9ffcc', 'b0c7a9d2ddb228567304948c145c486f375292a8'],
  // Telia Root CA v2
  ['c2b3c31a4a29850aa8f3cf472a1169ff71b416579f6a4482ec7744b83df988ac', '72ace43379aa4587f6fdac1d9ed6c72f86d82439'],
  // TrustAsia Global Root CA G3
  ['8685ad850f7f56cd16943bcb70b434e7356e1b8bdc613406e2ea8de46092b636', '40e4e4f223ef38cab0ae577ff221301634dbbc92'],
  // TrustAsia Global Root CA G4
  ['07a2904d4bff9604ea1331ae990e9ffe331232e69ecb8a08cd49d8e34757db41', 'a5bb4a97ceb32b7fa431de97835983a66f71cbde'],
  // TrustAsia TLS ECC Root CA
  ['f4632e58701c0bd7dafc7e3831355ec433fc13777de286683e8ec50964df0452', '2c8553bbb143cd32ea9ea387fea298a8a693e910'],
  // TrustAsia TLS RSA Root CA
  ['5628872e245fe66148b80badeac9c40f6252e642fa9595aece4b3e8a58b8fd46', 'b80791795c06f446fd7b59ca5a2691a7452bf853'],
  // TunTrust Root CA
  ['c942262c0c7c0a95bb152b71c42556ddbe9a04fa8378373550d2b7ce27d952a3', '069a9b1f537df1f5a4c8d3863ea17359b4f74421'],
  // UCA Extended Validation Root
  ['5c41a73ab2c35dfcd771f6fd6e3e8fac9b469d386cadda56a95b646eb48cca34', 'd9743ae4303d0df712dc7e5a059f1e349af7e114'],
  // UCA Global G2 Root
  ['1255cabe8152fa64df942f7a47417e29f96c1ce11bf8c84ecbe2815cc1280810', '81c48cccf5e430ffa50c085f8c1567217401dfdf'],
  // USERTrust ECC Certification Authority
  ['2021917e98263945c859c43f1d73cb4139053c414fa03ca3bc7ee88614298f3b', '3ae10986d4cf19c29676744976dce035c663639a'],
  // USERTrust RSA Certification Authority
  ['c784333d20bcd742b9fdc3236f4e509b8937070e73067e254dd3bf9c45bf4dde', '5379bf5aaa2b4acf5480e1d89bc09df2b20366cb'],
  // e-Szigno Root CA 2017
  ['42431627ea76cc78697f915e3455b1b2ec82ff2f6380ee6423ef3c0840b7e631', '87111508d1aac1780cb1afcec6c990efbf3004c0'],
  // e-Szigno TLS Root CA 2023
  ['47487900a1beb9ee08ccbc1116a8ec55f454b638994319f051b984023ced6423', '598402625a4678f55ddc8f0a102823dcd5d6fb45'],
  // emSign ECC Root CA - C3
  ['eabc185c4e82d942b1a5978ba3c0181487d6b3b9974e5c49f72f6d0bd9637150', 'fb5a48d0802040f2a8e90007691977a7e6c3f4cf'],
  // emSign ECC Root CA - G3
  ['8d417db2dd8bf5e3084d1e3f196d583849d81bdd4c00c70b9d39369e96b8c782', '7c5d028413d4cc8a9b81ce171c2e291e9c486342'],
  // emSign Root CA - C1
  ['b7408b4d2be0238ba37004dd34e276c6019bd2f24c9db7d4980f5f6c359a4bcc', 'fea1e0701e2a0339525a42be5c91857a18aa4db5'],
  // emSign Root CA - G1
  ['376a1a7082a593dccc20d561d119e9ab8d30f11cc321d0a37fa41f0df284e01c', 'fbef0d869eb0e3dda9b9f121177f3efcf0772b1a'],
  // vTrus ECC Root CA
  ['a246b822f96cfecc155156e5476957845492acf32187ec8a2ef12d89618d711d', '9839cdbed8b28cf7b2abe1ad24af7b7ca1db1fcf'],
  // vTrus Root CA
  ['e06647e52610160c3e83c42d22e39aa8750c584d6c24afaed54a61164742000a', '54627063f1758443588ed11620b1c6ac1abcf689'],
];
