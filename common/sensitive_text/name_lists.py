"""Common first and last names in Sweden, for asking whether a text names somebody.

Source: Statistics Sweden (SCB), Namnstatistik, the most common tilltalsnamn and efternamn among the registered
population, with the names that are common in the largest groups born abroad. A help for asking, not a register.
"""

from __future__ import annotations

from common.sensitive_text.findings import words

FIRST_NAMES = words(
    """
    Anna Eva Maria Karin Sara Christina Lena Emma Kerstin Kristina Marie Malin Jenny Ingrid Elin Linda Annika
    Marianne Birgitta Hanna Ida Susanne Elisabeth Åsa Sofia Johanna Camilla Monica Julia Amanda Jessica Matilda
    Helena Ulla Anette Inger Carina Anita Ingela Ellen Alice Maja Emelie Sandra Katarina Gunilla Linnéa Linnea Frida
    Barbro Josefin Josefine Margareta Cecilia Lisa Rebecka Rebecca Ann-Marie Siv Agneta Caroline Gun Moa Ebba Yvonne
    Klara Clara Elsa Wilma Alva Isabelle Berit Sonja Lisbeth Therese Madeleine Pernilla Charlotte Louise Erika
    Ulrika Mona Eleonor Elisabet Ella Olivia Vera Astrid Saga Freja Agnes Signe Nora Alma Leah Lilly Stella Tyra
    Molly Nathalie Ronja Felicia Hilda Vilma Tuva Ester Lovisa Kajsa Mikaela Angelica Sofie Anneli Lotta Maj Britt
    Ingegerd Gunnel Solveig Rut Ruth Margit Elsie Greta Märta Viola Irene Gerd Ewa Ann Ann-Sofie Ann-Charlotte Anne
    Britta Birgit Fatima Aisha Maryam Zahra Amina Layla Leila Samira Nadia Yasmin Jasmin Hodan Halima Khadija Sahra
    Ayse Elif Zeynep Emine Fatma Hatice Noor Nour Rania Hiba Rana Huda Sana Farah Shirin Parisa Mina Nasrin
    Agnieszka Katarzyna Magdalena Ewelina Olga Svetlana Natalia Irina Ludmila Oksana Tatiana Päivi Tuula Marja Ritva
    Pirjo Leena Mari Lars Mikael Anders Johan Erik Per Karl Peter Thomas Daniel Jan Hans Fredrik Andreas Stefan
    Mohamed Mohammed Muhammad Magnus Marcus Markus Mats Mattias Jonas Alexander Niklas Bengt Martin Bo Nils Björn
    David Patrik Henrik Kjell Joakim Kent Simon Leif Sven Oskar Oscar Robert Christer William Anton Rickard Robin
    Gustav Gustaf Tommy Ulf Emil Christian Kristian Rolf Viktor Victor Roger Lennart Tobias Göran Håkan Jakob Jacob
    Linus Adam Sebastian Rasmus Jesper Filip Philip Lucas Lukas Olof Ola Oliver Elias Kenneth Roland Gunnar Stig
    Johnny Kurt Ali Åke Bertil Börje Dan Max Pontus Albin Isak Hugo Axel Carl Carl-Johan Karl-Erik Lars-Erik
    Jan-Erik Ingemar Inge Ove Arne Rune Torbjörn Tomas Hampus Ludvig Benjamin Noah Liam Leo Theo Melvin Vincent Love
    Edvin Edward Samuel Josef Joseph Gabriel John Jonathan Dennis Jimmy Kevin Kim Conny Ronny Sten Owe Egon Allan
    Börje Holger Yngve Evert Ingvar Hassan Hussein Ahmed Ahmad Mahmoud Mahmod Ibrahim Yusuf Yousef Youssef Omar
    Abdullah Abdi Abdirahman Ismail Khaled Khalid Mustafa Mostafa Bilal Hamza Karim Samir Said Saeed Amir Reza Hamid
    Hossein Mehdi Farhad Behzad Mehmet Mustafa Murat Ahmet Hasan Hüseyin Emre Burak Can Ilyas George Elie Fadi
    Gabriel Sargon Ninos Johannes Juan Carlos Jose José Luis Miguel Diego Pedro Alejandro Piotr Tomasz Marcin
    Krzysztof Andrzej Pawel Paweł Dragan Goran Zoran Milan Nikola Amar Emir Mirza Jusuf Timo Jari Juha Pekka Matti
    Kari Seppo Ivan Sergey Dmitri Vladimir Rahim Rahman Abdul Rafiq Kamal Jamal Tariq Imran Usman Farid Faisal Nasir
    Salim
    """
)
LAST_NAMES = words(
    """
    Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson
    Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Olofsson Lindström Lindqvist Lindgren Axelsson
    Berg Bergström Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg
    Sjöberg Wallin Ali Engström Mohamed Eklund Danielsson Lundin Håkansson Björk Bergman Gunnarsson Holm Wikström
    Samuelsson Isaksson Fransson Bergqvist Nyström Holmberg Arvidsson Löfgren Söderberg Nyberg Blomqvist Claesson
    Nordström Mårtensson Lundström Ahmed Viklund Björklund Eliasson Pålsson Hassan Berggren Sandström Lund Nordin
    Ström Åberg Hermansson Ekström Falk Holmgren Dahlberg Hellström Hedlund Sundberg Sjögren Ek Blom Abrahamsson
    Martinsson Öberg Andreasson Strömberg Månsson Åkesson Hansen Norberg Lindholm Dahl Jonasson Ibrahim Nguyen Khan
    Hussein Mohammed Ahmad Abdi Hussain Omar Osman Yilmaz Yılmaz Kaya Demir Celik Öztürk Aydin Sahin Jama Warsame
    Farah Nur Haji Aziz Rahman Islam Hossain Chowdhury Singh Kaur Haddad Khoury Issa Aho Korhonen Virtanen Mäkinen
    Nieminen Hämäläinen Laine Heikkinen Kowalski Nowak Petrovic Jovanovic Nikolic Ivanov Hadzic Garcia Gonzalez
    Rodriguez Lopez Martinez Perez Sanchez Silva Rezaei Mohammadi Hosseini Ahmadi Karimi Amini Barzani Aslan Gabriel
    Malki Hanna Shamoun Saliba
    """
)
# How many Swedish surnames, and many of our neighbours', end.
SURNAME_ENDINGS = (
    "sson", "son", "sen", "ström", "berg", "gren", "lund", "kvist", "qvist", "quist", "mark", "stedt", "stedt", "dahl",
    "holm", "ell", "ius", "ander", "man", "feldt", "fors", "löf", "blad", "rot", "sjö", "borg", "ling", "wall", "vall",
    "hult", "stam", "stad", "mann", "nen", "ska", "ski", "vic", "vić", "wicz", "oglu", "oğlu", "ova", "ov", "zadeh",
    "ian", "yan", "dotter",
)  # fmt: skip
# Small words within a name.
PARTICLES = words("af al bin ben da de del den der di dos el la van von abu")
