"""Pages in eleven languages: the prose stays, the furniture goes, the day is read. Outlets, people and events are made up."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reportedly.clean import clean
from reportedly.model import Snapshot
from reportedly.settings import Limits


@dataclass(frozen=True)
class Page:
    title: str
    byline: str
    date: str
    prose: tuple[str, ...]
    furniture: tuple[str, ...]


PAGES = {
    "de": Page(
        "Brücke von Musterstadt öffnet früher",
        "Von Erika Muster",
        "Veröffentlicht am 3. April 2024, 14:05 Uhr",
        (
            "Von heute an rollt der Verkehr wieder über die Brücke von Musterstadt, teilte die Verwaltung am Mittwoch mit.",
            "Mehr aus der Not als aus Überzeugung habe der Stadtrat dem Vorhaben zugestimmt, sagte die Bürgermeisterin.",
            "Quellen aus dem Ministerium bestätigten den Termin. Die Kosten liegen demnach bei zwölf Millionen Euro.",
            "Teilen wollten sich die Gemeinden die Kosten schon im vergangenen Jahr, doch daraus wurde am Ende nichts.",
        ),
        ("Anzeige", "Artikel teilen", "Foto: Max Beispiel/Bildwerk", "Lesen Sie auch: Der lange Streit um die Brücke",
         "Newsletter abonnieren", "12 Kommentare", "Alle Rechte vorbehalten."),
    ),
    "fr": Page(
        "Le pont de Villemodèle rouvre plus tôt",
        "Par Jeanne Exemple",
        "Publié le 3 avril 2024 à 14h05",
        (
            "Par prudence, la circulation ne reprendra que lundi sur le pont de Villemodèle, a annoncé la mairie mercredi.",
            "Partager les frais était prévu depuis un an, mais les communes n'ont pas trouvé d'accord, a dit la maire.",
            "Source de tensions, le chantier a coûté douze millions d'euros et a duré deux ans, selon la préfecture.",
            "Lire le rapport ne suffit pas, a répondu l'opposition, qui demande un débat avant la fin du mois de mai.",
        ),
        ("Publicité", "Partager sur Facebook", "Crédit photo : Agence Exemple", "À lire aussi : La longue querelle du pont",
         "Inscrivez-vous à notre newsletter", "4 commentaires", "Tous droits réservés"),
    ),
    "es": Page(
        "El puente de Villamodelo abre antes",
        "Por Juana Ejemplo",
        "3 de abril de 2024 a las 14:05",
        (
            "Por seguridad, el puente de Villamodelo seguirá cerrado hasta el lunes, anunció el ayuntamiento el miércoles.",
            "Compartir los gastos era la idea desde hacía un año, pero los municipios no llegaron a ningún acuerdo.",
            "Fuentes del ministerio confirmaron la fecha y dijeron que la obra ha costado doce millones de euros.",
            "Más de dos años duraron los trabajos, que empezaron tarde por las lluvias de aquel invierno, según la alcaldesa.",
        ),
        ("Publicidad", "Compartir en Facebook", "Foto: Agencia Ejemplo", "Lee también: La larga disputa del puente",
         "Suscríbete a nuestro boletín", "3 comentarios", "Todos los derechos reservados"),
    ),
    "pt": Page(
        "Ponte de Vila Modelo abre mais cedo",
        "Por Joana Exemplo",
        "Publicado em 03/04/2024 às 14h05",
        (
            "Por segurança, a ponte de Vila Modelo só abre ao trânsito na segunda-feira, anunciou a câmara na quarta-feira.",
            "Compartilhar as despesas era o plano há um ano, mas os municípios não chegaram a acordo, disse a prefeita.",
            "Fontes do ministério confirmaram a data e disseram que a obra custou doze milhões de reais até agora.",
            "Mais de dois anos duraram os trabalhos, que começaram tarde por causa das chuvas daquele inverno.",
        ),
        ("Publicidade", "Compartilhe no Facebook", "Foto: Agência Exemplo", "Leia também: A longa disputa da ponte",
         "Assine nossa newsletter", "3 comentários", "Todos os direitos reservados"),
    ),
    "it": Page(
        "Il ponte di Villamodello apre prima",
        "di Giovanna Esempio",
        "Mercoledì 3 aprile 2024, ore 14:05",
        (
            "Di prima mattina il traffico tornerà sul ponte di Villamodello, ha annunciato il comune mercoledì sera.",
            "Condividi le spese o rinuncia: così la sindaca ha riassunto la trattativa con i comuni vicini al fiume.",
            "Fonti del ministero hanno confermato la data e hanno detto che i lavori sono costati dodici milioni di euro.",
            "Leggi troppo vecchie hanno rallentato il cantiere, secondo l'opposizione, che chiede un dibattito a maggio.",
        ),
        ("Pubblicità", "Condividi su Facebook", "Foto: Agenzia Esempio", "Leggi anche: La lunga lite sul ponte",
         "Iscriviti alla newsletter", "5 commenti", "© Riproduzione riservata"),
    ),
    "nl": Page(
        "Brug van Modeldorp gaat eerder open",
        "Door Jan Voorbeeld",
        "Gepubliceerd op 3 april 2024 om 14:05 uur",
        (
            "Door de regen van deze winter gaat de brug van Modeldorp pas maandag open, meldde de gemeente woensdag.",
            "Delen wilden de gemeenten de kosten al een jaar geleden, maar daar kwam niets van, zei de burgemeester.",
            "Bronnen bij het ministerie bevestigden de datum en zeiden dat het werk twaalf miljoen euro heeft gekost.",
            "Meer dan twee jaar duurde het werk, dat volgens de aannemer te laat begon door de regen van toen.",
        ),
        ("Advertentie", "Delen op Facebook", "Foto: Persbureau Voorbeeld", "Lees ook: De lange ruzie om de brug",
         "Schrijf je in voor onze nieuwsbrief", "3 reacties", "Alle rechten voorbehouden"),
    ),
    "ru": Page(
        "Мост в Примерске откроют раньше",
        "Автор: Анна Примерова",
        "3 апреля 2024, 14:05",
        (
            "Мост в Примерске откроют для движения в понедельник, сообщила в среду городская администрация города.",
            "Источник в министерстве подтвердил дату и сказал, что работы обошлись в двенадцать миллионов рублей.",
            "Поделиться расходами города договорились год назад, но из этого ничего не вышло, сказала глава города.",
            "Реклама моста как лучшего в стране не понравилась жителям, которые два года ездили в объезд по лесу.",
        ),
        ("Реклама", "Поделиться", "Фото: Агентство Пример", "Читайте также: Долгий спор о мосте",
         "Подпишитесь на нашу рассылку", "3 комментария", "Все права защищены"),
    ),
    "ar": Page(
        "جسر المدينة النموذجية يفتح مبكرا",
        "بقلم: سلمى مثال",
        "نشر في 3 أبريل 2024 الساعة 14:05",
        (
            "أعلنت البلدية يوم الأربعاء أن الجسر سيفتح أمام حركة المرور يوم الاثنين المقبل بعد عامين من العمل المتواصل.",
            "وقالت رئيسة البلدية إن تكلفة المشروع بلغت اثني عشر مليونا وإن البلدات المجاورة لم تتفق على تقاسم النفقات.",
            "المصدر الذي تحدث إلى الصحيفة في الوزارة أكد الموعد وقال إن الأشغال بدأت متأخرة بسبب الأمطار الغزيرة.",
            "وطالبت المعارضة بمناقشة التقرير قبل نهاية شهر مايو وقالت إن السكان اضطروا إلى السير في طرق بديلة.",
        ),
        ("إعلان", "شارك", "تصوير: وكالة مثال", "اقرأ أيضا: الخلاف الطويل حول الجسر", "اشترك في النشرة البريدية",
         "3 تعليقات", "جميع الحقوق محفوظة"),
    ),
    "zh": Page(
        "样板市大桥提前通车",
        "作者：王小例",
        "2024年4月3日 14:05",
        (
            "样板市政府周三宣布，大桥将于下周一恢复通车，比原定计划提前一个月。工程历时两年，期间车辆需要绕行山路，居民多次表示不满。",
            "分享成本的计划一年前就已提出，但周边城镇始终没有达成协议，市长在记者会上说。她表示市政府将独自承担全部费用。",
            "来源于交通部门的数据显示，工程总费用为一千二百万元，由于那年冬天雨水过多，开工时间比原计划晚了三个月之久。",
            "反对派议员要求在五月底之前就此事展开辩论，并公布所有合同的细节。市政府表示愿意配合，但没有给出具体的日期。",
        ),
        ("广告", "分享到微信", "图片来源：样板通讯社", "相关阅读：大桥的漫长争论", "订阅电子报", "3条评论", "责任编辑：李示范"),
    ),
    "ja": Page(
        "見本市の橋、予定より早く開通へ",
        "文：見本花子",
        "2024年4月3日 14:05 公開",
        (
            "見本市は水曜日、橋を来週の月曜日に開通させると発表した。工事は二年続き、車は山道を回らなければならなかったため、住民から不満の声が出ていた。",
            "共有する費用の割合について周辺の町は一年前から話し合ってきたが、合意には至らなかったと市長は記者会見で述べた。",
            "写真のような光景が毎朝続いたと住民の一人は話す。工事の費用は千二百万円で、その冬の雨のために着工が三か月遅れたという。",
            "野党の議員は五月末までに議会で討論を行うよう求め、すべての契約を公開すべきだと主張した。市は協力する考えを示している。",
        ),
        ("広告", "シェアする", "写真：見本通信社", "関連記事：橋をめぐる長い争い", "メールマガジン登録", "コメント3件", "無断転載を禁じます"),
    ),
    "ko": Page(
        "견본시 다리, 예정보다 일찍 개통",
        "김보기 기자",
        "입력 2024.04.03 14:05",
        (
            "견본시는 수요일 다리를 다음 주 월요일에 개통한다고 밝혔다. 공사는 이 년 동안 이어졌고 차량은 산길로 돌아가야 했다.",
            "광고로 알려진 것과 달리 공사비는 천이백만 원에 이르렀고 이웃 마을들은 비용을 나누는 데 합의하지 못했다고 시장은 말했다.",
            "관련 자료에 따르면 그해 겨울 비가 많이 와서 착공이 석 달이나 늦어졌으며 주민들은 여러 차례 불만을 나타냈다고 한다.",
            "야당 의원들은 오월 말까지 의회에서 토론을 열고 모든 계약을 공개하라고 요구했다. 시는 협조하겠다는 뜻을 밝혔다.",
        ),
        ("광고", "공유하기", "사진=견본통신", "관련기사: 다리를 둘러싼 오랜 다툼", "뉴스레터 구독 신청", "댓글 3", "무단 전재 및 재배포 금지"),
    ),
}  # fmt: skip


def _html(page: Page, language: str) -> str:
    ad, share, credit, related, signup, comments, rights = page.furniture
    lines = [
        page.byline,
        page.date,
        share,
        page.prose[0],
        credit,
        page.prose[1],
        ad,
        page.prose[2],
        related,
        page.prose[3],
    ]
    lines += [signup, comments, rights]
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<html lang="{language}"><head><title>{page.title}</title></head>'
        f"<body><article><h1>{page.title}</h1>{body}</article></body></html>"
    )


@pytest.mark.parametrize("language", PAGES)
def test_prose_stays_and_furniture_goes(language):
    page = PAGES[language]
    article = clean(Snapshot("page", _html(page, language), "text/html"), Limits())
    assert article.text.split("\n\n") == list(page.prose)
    assert (article.published, article.published_basis) == ("2024-04-03T14:05", "stated")
    assert article.language == language
    if language != "ko":  # the name comes first there, and no table says how it ends
        assert article.byline
        assert page.byline.endswith(article.byline)


@pytest.mark.parametrize("language", PAGES)
def test_so_too_where_the_page_says_it_is_english(language):
    page = PAGES[language]
    article = clean(Snapshot("page", _html(page, "en"), "text/html"), Limits())
    assert [p for p in page.prose if p not in article.text] == []
    assert [f for f in page.furniture if f in article.text.split("\n\n")] == []


@pytest.mark.parametrize("language", PAGES)
def test_no_prose_of_a_plain_text_is_lost(language):
    page = PAGES[language]
    article = clean(Snapshot("text", "\n\n".join((page.title, page.date, *page.prose)), "text/plain"), Limits())
    assert [p for p in page.prose if p not in article.text] == []
